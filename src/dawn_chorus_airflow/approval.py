"""The question whether a post may go out: a run waits for the answer without a slot, a process or a trigger."""

import datetime as dt
from typing import TYPE_CHECKING

from airflow.providers.standard.operators.hitl import ApprovalOperator
from airflow.sdk.exceptions import AirflowSkipException

from dawn_chorus.channel import Channel
from dawn_chorus_airflow.notifier import ChannelNotifier

if TYPE_CHECKING:
    from airflow.sdk import Context

# Only our own words and ids: a title may quote a tweet, and Airflow renders this text as a template.
RUN, DAY = "{{ ti.xcom_pull('ingest.judge') }}", "{{ params.first_day or dag_run.partition_key }}"


def ask_approval(channel: Channel) -> ApprovalOperator:
    """The task that waits for somebody's answer, and after the channel's hours takes the channel's own."""
    preview = f"[as readers will see it](/dawn-chorus/channels/{channel.name}/runs/{RUN})"
    publishes = channel.unanswered == "publish"
    then = "published" if publishes else "not published"
    return ApprovalOperator(
        task_id="approve_report",
        subject=f"{channel.name}: may this post go out?",
        body=f"Preview: {preview}, or with `chorus report {channel.name} --from {DAY}`.\n\n"
        f"Without an answer within {channel.approval_hours} h it is {then}.",
        defaults=ApprovalOperator.APPROVE if publishes else ApprovalOperator.REJECT,
        response_timeout=dt.timedelta(hours=channel.approval_hours),
        notifiers=[ChannelNotifier(channel.name, channel.notices, "waiting")],
        pre_execute=skip_unpublished,
    )


def skip_unpublished(context: "Context") -> None:
    """Skip a task of a run that publishes nothing."""
    if not context["params"]["publish"]:
        raise AirflowSkipException("Publishing was switched off for this run.")
