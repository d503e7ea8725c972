"""Tells people through Airflow's notifiers: a chat's webhook (as Slack, Mattermost and Discord take it), and mail.

Where it goes stands in Airflow Connections that the channel names. Without one nothing is told, and nothing fails; what
cannot be delivered is a line in the log, without the address, which is a secret.
"""

import datetime as dt
import json
import urllib.request
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from airflow.sdk import BaseNotifier, Connection
from airflow.sdk.definitions.callback import SyncCallback
from airflow.sdk.definitions.deadline import DeadlineAlert, DeadlineReference
from airflow.sdk.exceptions import AirflowNotFoundException

from dawn_chorus import pipeline
from dawn_chorus.channel import Channel, load_channel
from dawn_chorus.connection import LOOPBACK
from dawn_chorus.destination import Notices
from dawn_chorus.notice import Kind, Notice, kind_of, make_notice, words_of
from dawn_chorus.window import Window

if TYPE_CHECKING:
    from airflow.sdk import Context

TIMEOUT_SECONDS = 10


class ChannelNotifier(BaseNotifier):
    """Tells what became of a task or run of ``name``; ``kind`` is what it is, where the task's error does not say."""

    template_fields = ()

    def __init__(self, name: str, notices: Notices, kind: Kind | None = None) -> None:
        super().__init__()
        self.name = name
        self.notices = notices
        self.kind = kind

    def notify(self, context: "Context") -> None:
        """Tell everybody; a failure to do so is logged and no more."""
        notice = self.about(context)
        if notice is not None:
            self.deliver(notice)

    def about(self, context: "Context") -> Notice | None:
        """What there is to tell; None where there is nothing."""
        error = context.get("exception")
        known = error if isinstance(error, BaseException) else None
        kind = self.kind or kind_of(known)
        told = {"task": task_of(context), "text": words_of(known)}
        return make_notice(kind, self.name, day_of(context), link_of(context), **told)

    def deliver(self, notice: Notice) -> None:
        """Send one notice by every way that there is."""
        for way in (self._post, self._mail):
            try:
                way(notice)
            except Exception as error:
                self.log.warning("A notice (%s) could not be delivered: %s", notice.kind, type(error).__name__)

    def _post(self, notice: Notice) -> None:
        post_to_webhook(self.notices.webhook, notice.body)

    def _mail(self, notice: Notice) -> None:
        if not self.notices.mail_to or find_connection(self.notices.smtp) is None:
            return
        from airflow.providers.smtp.hooks.smtp import SmtpHook

        lines = "<br>".join(escape(line) for line in notice.body.splitlines())
        with SmtpHook(smtp_conn_id=self.notices.smtp) as hook:
            hook.send_email_smtp(to=list(self.notices.mail_to), subject=notice.title, html_content=lines)


class MissingInputNotifier(ChannelNotifier):
    """Tells that a window's input is thin: a source fell silent or failed. Comes with success: a short post is made."""

    def __init__(self, channel: Channel) -> None:
        super().__init__(channel.name, channel.notices, "stale")
        self.channel = channel

    def about(self, context: "Context") -> Notice | None:
        """The faults of the window's input, in numbers; None where it has none, or they were accepted."""
        run = context["dag_run"]
        faults = pipeline.missing_input(self.channel, Window.asked(context["params"], run.partition_key))
        return make_notice("stale", self.name, day_of(context), link_of(context), text=faults) if faults else None


def deadline(channel: Channel) -> DeadlineAlert | None:
    """By when a run should have ended, where the channel says it; later, people are told.

    Nothing by default: `airflow dags test`, and so the demo, cannot run a DAG that has a deadline (Airflow 3.3).
    """
    hours = channel.notices.deadline_hours
    if hours is None:
        return None
    return DeadlineAlert(
        reference=DeadlineReference.DAGRUN_QUEUED_AT,
        interval=dt.timedelta(hours=hours),
        callback=SyncCallback(tell_late, {"channel_name": channel.name}),
    )


def tell_late(channel_name: str, context: Mapping[str, Any]) -> None:
    """Tell that a run missed its deadline; called by Airflow, with no task around it."""
    run = context["dag_run"]
    day = str(run.get("partition_key") or run["dag_run_id"])
    notices = load_channel(channel_name).notices
    ChannelNotifier(channel_name, notices).deliver(make_notice("late", channel_name, day, ""))


def post_to_webhook(connection_name: str, text: str) -> bool:
    """Say something in a chat; False where there is no such Connection. Raises OSError, ValueError where it fails."""
    connection = find_connection(connection_name)
    if connection is None:
        return False
    body = json.dumps({"text": text}, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(webhook_url(connection), body, headers, method="POST")  # noqa: S310 - looked at
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310
        return True


def find_connection(name: str) -> Connection | None:
    """The Connection of that name, wherever Airflow keeps it; None where there is none."""
    try:
        found: Connection = Connection.get(name)
    except AirflowNotFoundException:
        return None
    return found


def webhook_url(connection: Connection) -> str:
    """The address to post to: the host, and the secret part of the path as password. Raises ValueError without TLS."""
    host = connection.host or ""
    base = host if "://" in host else f"https://{host}"
    if connection.port:
        base = f"{base}:{connection.port}"
    url = f"{base.rstrip('/')}/{(connection.password or '').lstrip('/')}"
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise ValueError("a webhook needs https")
    return url


def day_of(context: "Context") -> str:
    """The days that a run is about, as it was asked for them."""
    params, run = context.get("params") or {}, context.get("dag_run")
    days = [day for day in (params.get("first_day"), params.get("last_day")) if day]
    return "..".join(days) if days else str(getattr(run, "partition_key", None) or "")


def task_of(context: "Context") -> str:
    """The task that it is about."""
    return str(getattr(context.get("task_instance"), "task_id", ""))


def link_of(context: "Context") -> str:
    """Where the log of the task is."""
    return str(getattr(context.get("task_instance"), "log_url", "") or "")
