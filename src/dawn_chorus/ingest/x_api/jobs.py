"""Batch compliance jobs: all loaded tweets of some days are handed in, and the platform says which of them are gone.

Costs nothing. What has been done is known from ``facts.compliance_jobs`` and from the job itself, so a check that is
killed, or whose job takes long, is gone on with by the next call.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.sql import statement
from dawn_chorus.errors import FetchDelayedError
from dawn_chorus.ingest.x_api import storage
from dawn_chorus.ingest.x_api.client import Client
from dawn_chorus.ingest.x_api.lookup import Outcome
from dawn_chorus.window import Window

JOBS = "/2/compliance/jobs"
POLL_SECONDS = 20.0
MOST_POLLS = 30  # ten minutes; after that the next call looks again
# The platform's reasons that mean that a tweet must go. The others (scrub_geo) are about what we do not keep.
REASONS: Mapping[str, Outcome] = {
    "deleted": "deleted",
    "deactivated": "deleted",
    "bounced": "deleted",
    "protected": "protected",
    "suspended": "suspended",
}


class _Job(msgspec.Struct):
    """A job, as far as we read it."""

    id: str
    status: str
    upload_url: str = ""
    download_url: str = ""


class _Answer(msgspec.Struct):
    data: _Job


class _Event(msgspec.Struct):
    """One line of a job's results."""

    id: str
    action: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Noted:
    """A job that we asked for, and the days of the tweets in it. ``is_open``: its outcome is not noted yet."""

    job_id: str
    window: Window
    is_open: bool
    begun_at: dt.datetime


def last_job(channel: Channel) -> Noted | None:
    """The job that the channel asked for last."""
    with transaction("loader") as connection:
        row = connection.execute(statement("ingest/read_last_job"), {"channel": channel.name}).one_or_none()
    if row is None:
        return None
    return Noted(row.job_id, Window(row.first_day, row.last_day), row.outcome is None, row.begun_at)


def begin(channel: Channel, client: Client, window: Window, now: dt.datetime) -> Noted:
    """Have the platform open a job. Raises FetchForbiddenError where the credential may not."""
    job = _read(client.post(JOBS, {"type": "tweets", "name": channel.name}))
    parameters = {
        "channel": channel.name,
        "job_id": job.id,
        "first_day": window.first_day,
        "last_day": window.last_day,
        "begun_at": now,
    }
    with transaction("loader") as connection:
        connection.execute(statement("ingest/insert_job"), parameters)
    return Noted(job.id, window, is_open=True, begun_at=now)


def results(
    client: Client, noted: Noted, tweet_ids: Collection[int], sleep: Callable[[float], None]
) -> dict[int, Outcome] | None:
    """Which of these tweets, which are handed in if they were not, are gone; None for a job that the platform gave up.

    Raises FetchDelayedError while it goes on, or where its results are not whole.
    """
    is_handed_in = False
    for _ in range(MOST_POLLS):
        job = _read(client.get(f"{JOBS}/{noted.job_id}", {}))
        if job.status == "complete":
            return gone_of(storage.download(job.download_url, is_local=client.is_local), tweet_ids)
        if job.status in ("failed", "expired"):
            return None
        if job.status == "created" and not is_handed_in:
            content = "".join(f"{each}\n" for each in tweet_ids).encode()
            storage.upload(job.upload_url, content, is_local=client.is_local)
            is_handed_in = True
        sleep(POLL_SECONDS)
    raise FetchDelayedError(
        f"The X API's compliance job {noted.job_id} still goes on.",
        remedy="Run it again later; it is asked about again.",
    )


def gone_of(lines: bytes, tweet_ids: Collection[int]) -> dict[int, Outcome]:
    """Which of these tweets a job's results, one event a line, say are gone. Pure. Raises FetchDelayedError."""
    wanted = {str(each): each for each in tweet_ids}
    try:
        events = [msgspec.json.decode(line, type=_Event) for line in lines.split(b"\n") if line.strip()]
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise FetchDelayedError(
            "The results of a compliance job are cut off or damaged; none of them was used.",
            remedy="Run it again later; they are read again.",
        ) from None
    return {
        wanted[each.id]: REASONS[each.reason]
        for each in events
        if each.action == "delete" and each.reason in REASONS and each.id in wanted
    }


def note_end(
    connection: sa.Connection, channel: Channel, noted: Noted, gone: Collection[int] | None, now: dt.datetime
) -> None:
    """Note how a job ended; ``gone`` is None for one that the platform gave up."""
    parameters = {
        "channel": channel.name,
        "job_id": noted.job_id,
        "outcome": "failed" if gone is None else "complete",
        "gone": None if gone is None else len(gone),
        "ended_at": now,
    }
    connection.execute(statement("ingest/mark_job_ended"), parameters)


def _read(body: bytes) -> _Job:
    """The job in an answer. Raises FetchDelayedError where there is none."""
    try:
        job = msgspec.json.decode(body, type=_Answer).data
    except (msgspec.DecodeError, UnicodeDecodeError):
        job = _Job("", "")
    if not (job.id.isascii() and job.id.isdigit() and len(job.id) <= 19):
        raise FetchDelayedError("The X API's answer is no compliance job.", remedy="Run it again later.")
    return job
