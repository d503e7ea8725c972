"""Compliance: tweets that are gone from the platform are forgotten.

All that is loaded is handed in as a batch compliance job, which costs nothing; where the credential may not do that,
the tweets that posts cite are asked for again, each for the price of a read. What an answer says is noted in one
transaction with the tombstones, so a killed check goes on where it was, and what it found is purged by the next landing
at the latest. See docs/decisions/0013-forgetting.md.
"""

import datetime as dt
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.sql import statement
from dawn_chorus.errors import FetchDelayedError, FetchError, FetchForbiddenError
from dawn_chorus.ingest.forget import Forgotten, bury, forget
from dawn_chorus.ingest.x_api import jobs
from dawn_chorus.ingest.x_api.budget import Purse
from dawn_chorus.ingest.x_api.client import Client
from dawn_chorus.ingest.x_api.fetch import World
from dawn_chorus.ingest.x_api.lookup import MOST_IDS, TWEETS, Outcome, outcomes
from dawn_chorus.ingest.x_api.progress import only_fetch
from dawn_chorus.source import Source
from dawn_chorus.window import Window, local_day

# Posts are read in their first days, and tweets deleted in theirs; what is older is left to those who ask for it.
CHECKED_DAYS = 28
JOB_PAUSE = dt.timedelta(hours=20)  # a job a day, at about the same hour
JOB_LIFE = dt.timedelta(days=3)  # a job ends within hours; its files are kept for a week
# A tweet is asked for again when its age has doubled: five times in four weeks, not 28, each for the price of a read.
AGE_GROWTH = 2
FIRST_CHECK = dt.timedelta(hours=12)  # after it was written: by then it was read once, and paid for
# An answer by which most of many tweets are gone at once is more likely a fault than the truth, and is not undone.
MOST_GONE_SHARE = 0.5
MANY_TWEETS = 10

log = logging.getLogger("dawn_chorus.x_api")


@dataclass
class Complied:
    """What a check came to: tweets asked for, how many of them are there or gone, by reason; others not answered."""

    asked: int = 0
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    forgotten: Forgotten = field(default_factory=lambda: Forgotten((), ()))

    @property
    def gone(self) -> int:
        """Tweets that are there no more."""
        return self.outcomes.total() - self.outcomes["there"]


def source_of(channel: Channel) -> Source | None:
    """The source whose credential the channel asks with; None where it does not read the X API."""
    return next((source for source in channel.sources if source.kind == "x_api"), None)


def comply(
    channel: Channel, folder: Path, window: Window | None = None, world: World | None = None, *, is_sure: bool = False
) -> Complied:
    """Forget the tweets of ``window``, or of the last ``CHECKED_DAYS``, that are gone from the platform.

    ``is_sure``: believe an answer by which most are gone. Raises FetchError, BudgetError; what was found until then is
    forgotten all the same. Of a channel that does not read the X API nothing is asked.
    """
    try:
        return check_loaded(channel, folder, window, world, is_sure=is_sure)
    except FetchForbiddenError:
        log.warning("%s: compliance jobs are not for this credential; only cited tweets are asked for", channel.name)
        return check_cited(channel, folder, window, world, is_sure=is_sure)


def check_loaded(
    channel: Channel, folder: Path, window: Window | None = None, world: World | None = None, *, is_sure: bool = False
) -> Complied:
    """The same by a compliance job, once a day; raises FetchForbiddenError where the credential may not ask for one."""
    world, source, complied = world or World(), source_of(channel), Complied()
    if source is None:
        return complied
    with only_fetch(channel), closing(world.connect(source.connection)) as client:
        noted, now = jobs.last_job(channel), world.now()
        if noted is not None and noted.is_open:
            if now - noted.begun_at < JOB_LIFE:
                _end_job(channel, client, noted, world, complied, folder, is_sure)
                if window in (None, noted.window) and now - noted.begun_at < JOB_PAUSE:
                    return complied
            else:
                _note_failure(channel, noted, now)
        elif noted is not None and window is None and now - noted.begun_at < JOB_PAUSE:
            return complied
        days = window or _last_days(channel, now)
        if _loaded(channel, days):
            _end_job(channel, client, jobs.begin(channel, client, days, now), world, complied, folder, is_sure)
    return complied


def _end_job(
    channel: Channel, client: Client, noted: jobs.Noted, world: World, complied: Complied, folder: Path, is_sure: bool
) -> None:
    """Wait for a job's results and forget what they say is gone. Raises FetchDelayedError where there are none yet."""
    tweet_ids = _loaded(channel, noted.window)
    found = jobs.results(client, noted, tweet_ids, world.sleep)
    if found is None:
        _note_failure(channel, noted, world.now())
        raise FetchDelayedError(
            f"The X API gave up the compliance job {noted.job_id}.", remedy="Run it again later; a new one is begun."
        )
    _check_credible(channel, len(found), len(tweet_ids), is_sure)
    with transaction("loader") as connection:
        _bury_all(connection, channel, found)
        jobs.note_end(connection, channel, noted, found, world.now())
    complied.asked += len(tweet_ids)
    complied.outcomes.update(found.values())
    complied.outcomes["there"] += len(tweet_ids) - len(found)
    if found:
        complied.forgotten = forget(channel, sorted(found), "gone from the platform", folder)
    log.info("%s: %d tweets handed in, %d gone", channel.name, len(tweet_ids), len(found))


def _note_failure(channel: Channel, noted: jobs.Noted, now: dt.datetime) -> None:
    with transaction("loader") as connection:
        jobs.note_end(connection, channel, noted, None, now)


def _loaded(channel: Channel, days: Window) -> list[int]:
    """The ids of all loaded tweets of some days."""
    parameters = {"channel": channel.name, "first_day": days.first_day, "last_day": days.last_day}
    with transaction("loader") as connection:
        return list(connection.execute(statement("ingest/read_tweet_ids"), parameters).scalars())


def _last_days(channel: Channel, now: dt.datetime) -> Window:
    """The days that are checked when nobody says which."""
    today = local_day(now, channel.zone)
    return Window(today - dt.timedelta(days=CHECKED_DAYS), today)


def check_cited(
    channel: Channel, folder: Path, window: Window | None = None, world: World | None = None, *, is_sure: bool = False
) -> Complied:
    """The same for the tweets that published posts cite: all of a window, or of the last days those that are due."""
    world, source, complied = world or World(), source_of(channel), Complied()
    if source is None:
        return complied
    gone: list[int] = []
    with only_fetch(channel), closing(world.connect(source.connection)) as client:
        due = _due(channel, window, world.now())
        try:
            for begin in range(0, len(due), MOST_IDS):
                gone += _ask(channel, client, due[begin : begin + MOST_IDS], world, complied, is_sure)
        finally:
            if gone:
                complied.forgotten = forget(channel, gone, "gone from the platform", folder)
    log.info("%s: %d cited tweets asked for, %d gone", channel.name, complied.asked, complied.gone)
    return complied


def _due(channel: Channel, window: Window | None, now: dt.datetime) -> list[int]:
    """The tweets to ask for: all of a window, or of the last days those whose age has grown enough since."""
    days = window or _last_days(channel, now)
    parameters = {"channel": channel.name, "first_day": days.first_day, "last_day": days.last_day}
    with transaction("loader") as connection:
        rows = connection.execute(statement("ingest/read_cited"), parameters).all()
    return [row.tweet_id for row in rows if window or is_due(row.created_at, row.checked_at, now)]


def is_due(written_at: dt.datetime, checked_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a tweet is to be asked for again."""
    if checked_at is None:
        return now - written_at >= FIRST_CHECK
    return now - written_at >= AGE_GROWTH * (checked_at - written_at)


def _ask(
    channel: Channel, client: Client, tweet_ids: Sequence[int], world: World, complied: Complied, is_sure: bool
) -> list[int]:
    """Ask for some tweets and note what is said of them; those that are gone."""
    purse = Purse(channel, world.now)
    purse.check(len(tweet_ids) * purse.budget.post_read, f"looking up {len(tweet_ids)} cited tweets")
    body = client.get(TWEETS, {"ids": ",".join(map(str, tweet_ids))})
    found = outcomes(body, tweet_ids)
    there = [str(each) for each, outcome in found.items() if outcome == "there"]
    gone = [each for each, outcome in found.items() if outcome != "there"]
    _check_credible(channel, len(gone), len(tweet_ids), is_sure)
    common = {"channel": channel.name, "checked_at": world.now()}
    with transaction("loader") as connection:
        purse.book_page(connection, there, ())
        rows = [common | {"tweet_id": each, "outcome": outcome} for each, outcome in sorted(found.items())]
        if rows:
            connection.execute(statement("ingest/write_compliance_check"), rows)
        _bury_all(connection, channel, {each: found[each] for each in gone})
    complied.asked += len(tweet_ids)
    complied.outcomes.update(found.values())
    return gone


def _bury_all(connection: sa.Connection, channel: Channel, gone: Mapping[int, Outcome]) -> None:
    """Write the tombstones of tweets that are gone, with the reasons."""
    for reason in sorted(set(gone.values())):
        bury(connection, channel, [each for each, why in gone.items() if why == reason], reason)


def _check_credible(channel: Channel, gone: int, asked: int, is_sure: bool) -> None:
    """Raise FetchError for an answer by which most of many tweets are gone, unless somebody is sure of it."""
    if not is_sure and gone >= MANY_TWEETS and gone > MOST_GONE_SHARE * asked:
        raise FetchError(
            f"{channel.name}: by the X API's answer {gone} of {asked} tweets are gone at once; none was forgotten.",
            remedy=f"Look at some of their links; if it is true: chorus comply {channel.name} --sure",
        )
