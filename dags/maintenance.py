"""# Maintenance: days whose input changed are made again, and deletions are followed.

**Schedule** once a day, at 03:20 UTC.

One task for each channel lands what came late, reloads the days it belongs to, and recomputes and republishes every
daily window whose input is no longer what its current run was made from: late files, forgotten tweets, an earlier day
that was backfilled afterwards; and every window that was blocked and no longer is. Nothing to do is the usual case, and
commits nothing. A window whose input has become too poor for a report keeps its post; the log says so.

Another task for each channel that reads the X API asks which tweets of the last four weeks were deleted, protected or
suspended, and forgets them; posts that cited them are made again. The task may end with a job that still goes on: it is
tried again, and the next morning goes on with it.

**Running it again is safe.** **When it fails** the chat of the Connection `chorus_webhook` is told, and the last lines
of the task's log say what happened and what to do; `chorus refresh CHANNEL` and `chorus comply CHANNEL` do the same
without a scheduler.
"""

import datetime as dt

from airflow.sdk import DAG, CronTriggerTimetable, task

from dawn_chorus import pipeline
from dawn_chorus.channel import load_channel, load_channels
from dawn_chorus.destination import Notices
from dawn_chorus_airflow.notifier import ChannelNotifier

with DAG(
    dag_id="maintenance",
    schedule=CronTriggerTimetable("20 3 * * *", timezone="UTC"),
    start_date=dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
    catchup=False,
    max_active_runs=1,
    default_args={
        "owner": "dawn-chorus",
        "retries": 1,
        "retry_delay": dt.timedelta(minutes=5),
        "execution_timeout": dt.timedelta(hours=6),
        "on_failure_callback": ChannelNotifier("maintenance", Notices()),
    },
    tags=["dawn-chorus"],
    description="Recompute and republish days whose input changed; follow deletions",
    doc_md=__doc__,
):

    @task
    def refresh(channel_name: str) -> None:
        """Land what came late for one channel, then recompute and republish its stale days."""
        channel = load_channel(channel_name)
        pipeline.land(channel)
        pipeline.refresh(channel)

    @task
    def comply(channel_name: str) -> None:
        """Forget tweets that are gone from the platform, where the channel reads the X API."""
        pipeline.comply_if_configured(load_channel(channel_name))

    names = [channel.name for channel in load_channels()]
    refresh.expand(channel_name=names)
    comply.expand(channel_name=names)
