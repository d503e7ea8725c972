"""# A channel: a day of tweets in, a cited post on the blog out.

**Schedule** every midnight of the channel's time zone; a run's partition key *is* the local day it reports
on (`2025-11-27`). Days run one after the other, since each gives the next its context.

| parameter | meaning |
|---|---|
| `first_day`, `last_day` | report on this window instead of the run's own day: a week, any closed span of days |
| `data` | read this file, folder or address (`s3://…`) instead of the channel's sources |
| `accept` | why input that is thin or blocked is taken as it is: for this window and its present faults |
| `fetch` | off = ask no source on the network: what is landed, and what lies in files |
| `publish` | off = stop when the report is written |

**A backfill** begins with its newest day; *Run backwards* turns that round.

**Stages** `ingest` lands what the sources hold, asking those on the network about the day, rebuilds the day, and judges
it: thin = a short post that says why, blocked = none; `topics` and `accounts` analyse it; `report` writes, checks and
draws; `publish` makes one verified commit on the blog and emits the asset `dawn-chorus://report/<channel>` for the day.
Where the channel says `approval: required`, `publish.approve_report` waits for somebody first.

**Running it again is safe**: any task, at any time, in any state. What is done is skipped, what changed is replaced.

**When it fails** the log's last lines say why and what to do (`docs/runbook.md`); a blocked day fails in
`ingest.judge`. Who is told, of that and of a day that is late, thin or over its budget: `notices` in its file.
"""

import datetime as dt
from typing import Any

from airflow.sdk import DAG, Asset, TaskGroup, task
from airflow.sdk.types import OutletEventAccessorsProtocol

from dawn_chorus import pipeline
from dawn_chorus.channel import Channel, load_channels
from dawn_chorus.window import Window
from dawn_chorus_airflow.approval import ask_approval, skip_unpublished
from dawn_chorus_airflow.failures import plain_failures, published
from dawn_chorus_airflow.local_days import LocalDays
from dawn_chorus_airflow.meter import write_report
from dawn_chorus_airflow.notifier import ChannelNotifier, MissingInputNotifier, deadline
from dawn_chorus_airflow.parameters import PARAMS

DEFAULTS = {
    "owner": "dawn-chorus",
    "retries": 5,  # ten seconds to six minutes apart: soon after a worker died, patient with a network that is down
    "retry_delay": dt.timedelta(seconds=10),
    "retry_exponential_backoff": True,
    "execution_timeout": dt.timedelta(hours=1),
}


def stages(channel: Channel) -> None:
    """Wire the stages of one channel; called inside its DAG."""
    asset = Asset(name=f"report_{channel.name}", uri=f"dawn-chorus://report/{channel.name}")

    @task
    def land(params: dict[str, Any], partition_key: str | None) -> None:
        with plain_failures():
            window = Window.asked(params, partition_key)
            pipeline.land(channel, [params["data"]] if params["data"] else None, window if params["fetch"] else None)

    @task
    def load(params: dict[str, Any], partition_key: str | None) -> None:
        with plain_failures():
            pipeline.load(channel, Window.asked(params, partition_key))

    @task(on_success_callback=MissingInputNotifier(channel))
    def judge(params: dict[str, Any], partition_key: str | None) -> int:
        with plain_failures():
            return pipeline.open_run(channel, Window.asked(params, partition_key), params["accept"] or None).run_id

    @task(outlets=[asset], pre_execute=skip_unpublished)
    def publish_report(
        chorus_run_id: int, answer: dict[str, Any] | None, outlet_events: OutletEventAccessorsProtocol
    ) -> None:
        with plain_failures():
            outlet_events[asset].extra = published(chorus_run_id, answer)

    with TaskGroup("ingest"):
        landed, loaded, chorus_run_id = land(), load(), judge()
    with TaskGroup("topics"):
        topics = task(pipeline.find_topics)(chorus_run_id)
    with TaskGroup("accounts"):
        accounts = task(pipeline.rank_accounts)(chorus_run_id)
    with TaskGroup("report"):
        report = task(write_report)(chorus_run_id)
    with TaskGroup("publish"):
        asked = ask_approval(channel) if channel.approval == "required" else None
        post = publish_report(chorus_run_id, asked and asked.output)

    landed >> loaded >> chorus_run_id >> [topics, accounts] >> report >> ([asked, post] if asked else post)


for channel in load_channels():
    with DAG(
        dag_id=channel.name,
        dag_display_name=f"{channel.name} · {channel.title}",
        schedule=LocalDays("0 0 * * *", timezone=channel.time_zone, run_offset=-1, key_format="%Y-%m-%d"),
        start_date=dt.datetime.fromisoformat(channel.start_date).replace(tzinfo=channel.zone),
        catchup=False,
        max_active_runs=1,
        params=PARAMS,
        default_args=DEFAULTS | {"on_failure_callback": ChannelNotifier(channel.name, channel.notices)},
        deadline=deadline(channel),
        tags=["dawn-chorus", channel.language],
        description=f"{channel.title}: every day's tweets, one cited post",
        doc_md=__doc__,
    ):
        stages(channel)
