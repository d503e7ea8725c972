"""The X API as a source: each question about each day, page by page.

A page is landed like a file, by its content, before the next one is asked for; the place of the next page, the
problems and the cost are noted in the same transaction. So a fetch that is killed at any instant goes on at the page
it was at; that page may be asked for twice, which adds no row and, on one day of the platform, no cost.
"""

import datetime as dt
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.errors import FetchError, InputError
from dawn_chorus.ingest import files, landing
from dawn_chorus.ingest.found import FoundFile
from dawn_chorus.ingest.x_api import progress
from dawn_chorus.ingest.x_api.budget import Purse
from dawn_chorus.ingest.x_api.client import Client
from dawn_chorus.ingest.x_api.credential import read_credential
from dawn_chorus.ingest.x_api.ending import Watch
from dawn_chorus.ingest.x_api.known_accounts import account_ids
from dawn_chorus.ingest.x_api.page import Envelope, read_envelope
from dawn_chorus.ingest.x_api.progress import Outcome, Progress
from dawn_chorus.ingest.x_api.question import MOST_RESULTS, SETTLING_SECONDS, Asker, Question, Span
from dawn_chorus.source import Source

log = logging.getLogger("dawn_chorus.x_api")


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True)
class World:
    """What a fetch needs of the world, so that tests can give another one. ``now`` is aware UTC."""

    now: Callable[[], dt.datetime] = _utc_now
    sleep: Callable[[float], None] = time.sleep
    connect: Callable[[str], Client] = field(default=lambda connection: Client(read_credential(connection)))


@dataclass
class FetchSummary:
    """What a call fetched: questions asked, pages landed, tweets on them, problems that the API told of."""

    questions: int = 0
    pages: int = 0
    tweets: int = 0
    problems: int = 0


def fetch(channel: Channel, days: Sequence[dt.date], folder: Path, world: World | None = None) -> FetchSummary:
    """Fetch what the channel's sources on the X API have about ``days``, in that order, and land it in ``folder``.

    What was fetched to its end before is not asked for again. Raises FetchError, BudgetError, InputError for a day that
    is not over; what was landed until then stays.
    """
    summary = FetchSummary()
    if all(each.kind != "x_api" for each in channel.sources):
        return summary
    world = world or World()
    with progress.only_fetch(channel):
        for source in channel.sources:
            left = progress.days_to_fetch(channel, source, days) if source.kind == "x_api" else []
            if left:
                _await_end(channel, max(left), world)
                with _Fetch(channel, source, folder, world, summary) as of_source:
                    of_source.ask_about(left)
    return summary


def fetched_days(channel: Channel, days: Sequence[dt.date]) -> list[dt.date]:
    """Those of ``days`` about which no source on the X API has a question left, in order of time."""
    sources = [each for each in channel.sources if each.kind == "x_api"]
    left = {day for source in sources for day in progress.days_to_fetch(channel, source, days)}
    return sorted(set(days) - left)


def _await_end(channel: Channel, day: dt.date, world: World) -> None:
    """Wait the seconds that the platform needs after a day's end. Raises InputError for a day that is not over."""
    now, end = world.now(), Span.of_days(day, day, channel.zone).end
    if end > now:
        raise InputError(
            f"{channel.name}: {day} is not over in {channel.time_zone}; nothing was asked for it.",
            remedy="Run it after that day's end: a day is read whole or not at all.",
        )
    if now < end + dt.timedelta(seconds=SETTLING_SECONDS):
        world.sleep(SETTLING_SECONDS)


class _Fetch:
    """The fetch of one source."""

    def __init__(self, channel: Channel, source: Source, folder: Path, world: World, summary: FetchSummary) -> None:
        self._channel, self._source, self._folder, self._world = channel, source, folder, world
        self._summary = summary
        self._client = world.connect(source.connection)
        self._purse = Purse(channel, world.now)

    def __enter__(self) -> "_Fetch":
        return self

    def __exit__(self, *error: object) -> None:
        self._client.close()

    def ask_about(self, days: Sequence[dt.date]) -> None:
        """Ask all of the source's questions about each day."""
        ids = account_ids(self._client, self._purse, self._source.users)
        for day in days:
            asker = Asker(self._source, self._world.now(), ids)
            for question in asker.questions(Span.of_days(day, day, self._channel.zone)):
                self._ask(question, day)

    def _ask(self, question: Question, day: dt.date) -> None:
        """One question about one day, from where it is to its end."""
        at = progress.open_fetch(self._channel, self._source, question, day)
        if at.outcome is not None and not (at.outcome == "limit" and at.tweets < self._source.most_tweets):
            return
        self._summary.questions += 1
        watch = Watch(self._source.most_tweets, at.next_token, at.tweets)
        outcome: Outcome | None = None
        while outcome is None:
            left = self._source.most_tweets - watch.tweets
            results = self._purse.results(min(MOST_RESULTS, max(left, question.least)), question.least)
            body = self._client.get(question.path, question.page(results, watch.token))
            page = read_envelope(body)
            if page.missing:
                raise self._without_fields(page)
            outcome = watch.outcome_after(page, question)
            at = self._land(body, page, at, question, day, outcome)
            if question.is_archive and outcome is None:
                self._world.sleep(self._client.credential.archive_pause)
        self._tell(question, day, at)

    def _land(
        self, body: bytes, page: Envelope, at: Progress, question: Question, day: dt.date, outcome: Outcome | None
    ) -> Progress:
        """Keep a page, then index it and note where the fetch is, at once."""
        incoming = files.incoming_path(self._folder, self._channel.name)
        incoming.parent.mkdir(parents=True, exist_ok=True)
        incoming.write_bytes(body)
        name = f"{day}/{question.target}/{at.pages + 1:04}.json"
        found = FoundFile(incoming, self._source.name, name)
        with landing.parsed(self._channel, found, self._folder) as new, transaction("loader") as connection:
            landing.take(connection, self._channel, new, self._folder)
            self._purse.book_page(connection, page.post_ids, page.user_ids)
            noted = progress.note_page(connection, at, page, outcome)
        incoming.unlink(missing_ok=True)
        self._summary.pages += 1
        self._summary.tweets += len(page.tweet_ids)
        self._summary.problems += len(page.problems)
        return noted

    def _without_fields(self, page: Envelope) -> FetchError:
        """The error for a page that lacks what was asked for; it was paid for, so it is booked."""
        with transaction("loader") as connection:
            self._purse.book_page(connection, page.post_ids, page.user_ids)
        return FetchError(
            f"{self._channel.name}: the X API left out what was asked for: {', '.join(page.missing)}.",
            remedy=f"Set dialect of the source {self._source.name} to the other of tweet and post in the channel file.",
        )

    def _tell(self, question: Question, day: dt.date, at: Progress) -> None:
        """Say what was fetched, and what a person should know about an end that is not the plain one."""
        where = (self._channel.name, day, question.target)
        log.info("%s %s %s: %d tweets on %d pages", *where, at.tweets, at.pages)
        if at.outcome == "limit":
            log.warning("%s %s %s: stopped at most_tweets, %d tweets; there are more", *where, at.tweets)
        elif at.outcome in ("looping", "empty"):
            log.warning("%s %s %s: ended, the last pages brought nothing new (%s)", *where, at.outcome)
        if at.problems:
            log.warning("%s %s %s: the API could not give %d things", *where, at.problems)
