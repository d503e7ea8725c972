"""# An example: when a report is on the blog, tell a chat and send a newsletter.

**Schedule** once for every day of `twitter_ai` that is published, by the asset that its DAG emits; the run's partition
key is that day. Copy this file into `dags/` and change what is written in capitals.

The event carries `channel`, `slug`, `commit`, `url` (of the page, where the channel knows one), `statements` and
`tweets`: numbers and addresses, no text of a tweet. **Running it again is safe**, but sends again. **When it fails**
look at the Connections `chorus_webhook` and `chorus_smtp`; the post itself is not touched.
"""

import datetime as dt
from typing import Any

from airflow.providers.smtp.hooks.smtp import SmtpHook
from airflow.sdk import DAG, Asset, PartitionedAssetTimetable, task

from dawn_chorus_airflow.notifier import post_to_webhook

REPORT = Asset(name="report_twitter_ai", uri="dawn-chorus://report/twitter_ai")
READERS = ["READERS@example.org"]

with DAG(
    dag_id="newsletter",
    schedule=PartitionedAssetTimetable(assets=REPORT),
    start_date=dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
    catchup=False,
    max_active_runs=1,
    default_args={
        "owner": "dawn-chorus",
        "retries": 2,
        "retry_delay": dt.timedelta(minutes=1),
        "execution_timeout": dt.timedelta(minutes=10),
    },
    tags=["dawn-chorus", "example"],
    description="Tell people of a report that is on the blog",
    doc_md=__doc__,
):

    @task
    def read_event(triggering_asset_events: Any) -> dict[str, Any]:
        return dict(triggering_asset_events[REPORT][-1].extra)

    @task
    def tell_chat(event: dict[str, Any]) -> None:
        post_to_webhook("chorus_webhook", f"{event['slug']}: {event['statements']} statements {event['url']}")

    @task
    def send_newsletter(event: dict[str, Any]) -> None:
        body = f"{event['statements']} statements on {event['tweets']} tweets: {event['url']}"
        with SmtpHook(smtp_conn_id="chorus_smtp") as mail:
            mail.send_email_smtp(to=READERS, subject=event["slug"], html_content=body)

    event = read_event()
    event >> [tell_chat(event), send_newsletter(event)]
