"""What is asked of the X API for one local day: an endpoint and its parameters, in one of the two dialects."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from zoneinfo import ZoneInfo

from dawn_chorus.source import Dialect, Source

RECENT = "/2/tweets/search/recent"
ARCHIVE = "/2/tweets/search/all"
COUNTS = "/2/tweets/counts/recent"
USERS_BY = "/2/users/by"

RECENT_REACH = dt.timedelta(days=7) - dt.timedelta(minutes=10)  # how far back the recent search goes, and a margin
LIST_REACH = dt.timedelta(days=1)  # beyond it the newest tweets of a list, paid for, would lie before those asked for
SETTLING_SECONDS = 10  # the platform takes no end that is younger than this
MOST_RESULTS = 100  # of a page, on every endpoint

_COMMON = "created_at,author_id,public_metrics,lang,conversation_id,in_reply_to_user_id,entities,withheld"
_USERS = {"user.fields": "username,name,description,public_metrics,verified,verified_type"}
FIELDS: Mapping[Dialect, Mapping[str, str]] = MappingProxyType(
    {
        "tweet": {
            "tweet.fields": f"{_COMMON},note_tweet,referenced_tweets,edit_history_tweet_ids",
            "expansions": "author_id,referenced_tweets.id,referenced_tweets.id.author_id,attachments.poll_ids",
            **_USERS,
        },
        "post": {
            "post.fields": f"{_COMMON},note_post",
            "expansions": "author_id,referenced_posts,attachments.poll_ids",
            **_USERS,
        },
    }
)


@dataclass(frozen=True)
class Question:
    """One thing to ask for one local day.

    ``target`` names it for people, ``subject`` is what it is about; ``least`` tweets must be asked for on a page;
    ``start`` is the day's first moment, aware UTC: where the endpoint cannot be told so (``is_windowed``), it is read,
    newest first, until a page is older.
    """

    target: str
    subject: str
    path: str
    parameters: Mapping[str, str]
    least: int
    start: dt.datetime
    pager: str = "pagination_token"

    def page(self, results: int, token: str | None) -> dict[str, str]:
        """The parameters of one page."""
        return {
            **self.parameters,
            "max_results": str(results),
            **({self.pager: token} if token else {}),
        }

    @property
    def is_windowed(self) -> bool:
        """Whether the endpoint gives the day's tweets only."""
        return "start_time" in self.parameters

    @property
    def is_archive(self) -> bool:
        """Whether it goes to the full archive, which answers once a second."""
        return self.path == ARCHIVE


@dataclass(frozen=True)
class Span:
    """Moments from ``start``, included, to ``end``, not included; aware UTC."""

    start: dt.datetime
    end: dt.datetime

    @classmethod
    def of_days(cls, first_day: dt.date, last_day: dt.date, zone: ZoneInfo) -> "Span":
        """The local days from ``first_day`` to ``last_day``, whatever the clocks do in between."""
        return cls(_midnight(first_day, zone), _midnight(last_day + dt.timedelta(days=1), zone))

    @property
    def parameters(self) -> dict[str, str]:
        """The span as the API takes it."""
        return {"start_time": f"{self.start:%Y-%m-%dT%H:%M:%SZ}", "end_time": f"{self.end:%Y-%m-%dT%H:%M:%SZ}"}


def _midnight(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=zone).astimezone(dt.UTC)


@dataclass(frozen=True)
class Asker:
    """Makes the questions of one source. ``ids``: account ids by lower-case handle, for ``users``."""

    source: Source
    now: dt.datetime
    ids: Mapping[str, str] = field(default_factory=dict)

    def questions(self, span: Span) -> list[Question]:
        """All that must be asked for a day."""
        if self.source.query is not None:
            return [self._search("query", self.source.query, span)]
        if self.source.list_id is not None:
            return [self._list(f"list:{self.source.list_id}", span)]
        return [self._timeline(handle, span) for handle in self.source.users if handle.lower() in self.ids]

    def _search(self, target: str, query: str, span: Span) -> Question:
        """A search: the recent one where it reaches, else the full archive."""
        path = RECENT if span.start >= self.now - RECENT_REACH else ARCHIVE
        parameters = {"query": query, **span.parameters, **FIELDS[self.source.dialect]}
        return Question(target, query, path, parameters, 10, span.start, "next_token")

    def _list(self, target: str, span: Span) -> Question:
        """The newest tweets of a list, with retweets; for a day further back a search, which can be told the day."""
        if span.end < self.now - LIST_REACH:
            return self._search(target, target, span)
        path = f"/2/lists/{self.source.list_id}/tweets"
        return Question(target, target, path, FIELDS[self.source.dialect], 1, span.start)

    def _timeline(self, handle: str, span: Span) -> Question:
        """What one account wrote."""
        path = f"/2/users/{self.ids[handle.lower()]}/tweets"
        parameters = {**span.parameters, **FIELDS[self.source.dialect]}
        return Question(f"@{handle}", f"@{handle.lower()}", path, parameters, 5, span.start)


def counting_query(source: Source, longest: int) -> str | None:
    """A query that counts what the source will bring; None where there is none within ``longest`` characters."""
    if source.query is not None:
        return source.query
    if source.list_id is not None:
        return f"list:{source.list_id}"
    query = " OR ".join(f"from:{handle}" for handle in source.users)
    return query if len(query) <= longest else None


def subjects(source: Source) -> list[str]:
    """What the questions of a source are about, without asking anybody for an account's id."""
    if source.query is not None:
        return [source.query]
    return [f"list:{source.list_id}"] if source.list_id else [f"@{handle.lower()}" for handle in source.users]


def hash_of(subject: str, zone: ZoneInfo) -> str:
    """Identity of what is asked, whichever endpoint answers it: another query or other days are another question."""
    return hashlib.sha256(f"{zone.key}\n{subject}".encode()).hexdigest()
