"""A page of the X API v2: what it says about its tweets' surroundings, and whom it could not give."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import msgspec

from dawn_chorus.ingest import moments, values
from dawn_chorus.ingest.formats.record import decode
from dawn_chorus.ingest.formats.x_api_v2_objects import (
    Collector,
    Includes,
    PageTweet,
    PageUser,
    Poll,
    Problem,
    WholePage,
)
from dawn_chorus.ingest.rejection import Reason, Rejected
from dawn_chorus.ingest.splitting import elements, members
from dawn_chorus.ingest.tweet import Author
from dawn_chorus.ingest.values import Number

T = TypeVar("T")

TWEET = msgspec.json.Decoder(PageTweet)
_USER = msgspec.json.Decoder(PageUser)
_POLL = msgspec.json.Decoder(Poll)
_PROBLEM = msgspec.json.Decoder(Problem)
WHOLE = msgspec.json.Decoder(WholePage)
_COLLECTOR = msgspec.json.Decoder(Collector)
NO_NOTE = Collector()


@dataclass(frozen=True)
class Page:
    """What a page knows beside its tweets: accounts, referenced tweets, polls, and accounts it could not give.

    ``observed_at``: when it was fetched, where the collector noted it.
    """

    users: Mapping[str, PageUser] = field(default_factory=dict)
    tweets: Mapping[str, PageTweet] = field(default_factory=dict)
    unavailable: Mapping[str, str] = field(default_factory=dict)
    polls: Mapping[str, Poll] = field(default_factory=dict)
    observed_at: dt.datetime | None = None
    _authors: dict[str, Author] = field(default_factory=dict)  # those that were asked for, by the text of their id

    @classmethod
    def of(cls, includes: Includes, problems: Iterable[Problem] = (), collector: Collector = NO_NOTE) -> "Page":
        """What a page tells by its ``includes``, ``errors``, and the note of twarc, which writes one into each page."""
        tweets = (*includes.tweets, *includes.posts)
        return cls(
            users={str(each.id): each for each in includes.users},
            tweets={str(each.id): each for each in tweets if each.text is not None},
            unavailable={
                each.resource_id or each.value: each.title for each in problems if each.resource_type == "user"
            },
            polls={each.id: each for each in includes.polls},
            observed_at=moments.readable(collector.retrieved_at),
        )

    @classmethod
    def read(cls, page: Mapping[str, bytes]) -> "Page":
        """Read the members of a page; an included object that is broken counts as not included."""
        inside = members(page.get("includes", b""))
        includes = Includes(
            users=tuple(_included(inside.get("users"), _USER)),
            tweets=tuple(_included(inside.get("tweets"), TWEET)),
            posts=tuple(_included(inside.get("posts"), TWEET)),
            polls=tuple(_included(inside.get("polls"), _POLL)),
        )
        collector = next(_included(page.get("__twarc"), _COLLECTOR), NO_NOTE)
        return cls.of(includes, _included(page.get("errors"), _PROBLEM), collector)

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """The keys of its accounts by lower-case handle."""
        return {str(user.username).lower(): key for key, user in self.users.items() if key.isdigit()}

    def author(self, author_id: Number) -> Author:
        """The account with that id, one object however often they wrote. Raises Rejected where it is not described."""
        if not isinstance(author_id, str):
            return self._author(author_id)
        known = self._authors.get(author_id)
        if known is None:
            known = self._authors[author_id] = self._author(author_id)
        return known

    def _author(self, author_id: Number) -> Author:
        """The account with that id. Raises Rejected."""
        if author_id is None:
            raise Rejected(Reason.MISSING_AUTHOR, "There is no author_id.")
        key = values.account_key(author_id)
        if key in self.users:
            return self.users[key].as_author(key)
        if key in self.unavailable:
            raise Rejected(Reason.AUTHOR_UNAVAILABLE, f"Account {key}: {self.unavailable[key][:80]}.")
        raise Rejected(Reason.MISSING_AUTHOR, f"The page does not describe account {key}.")

    def text_of(self, tweet: PageTweet) -> str:
        """A tweet's whole text, with what is shown below it. Raises Rejected."""
        if not tweet.attachments.poll_ids and tweet.article is None:
            return values.full_text(tweet.whole_text)
        polls = [self.polls[each] for each in tweet.attachments.poll_ids if each in self.polls]
        options = [label for poll in polls for label in poll.labels]
        return values.with_lines(
            values.full_text(tweet.whole_text), options, tweet.article.title if tweet.article else None
        )

    def handle_of(self, tweet: PageTweet) -> str | None:
        """The handle of an included tweet's author, where the page knows it."""
        user = self.users.get(str(tweet.author_id))
        return user.username if user else None

    def keys_of(self, handles: Iterable[str], known: Mapping[str, str]) -> tuple[str, ...]:
        """The keys of accounts mentioned by lower-case handle: by number where ``known`` or the page has it."""
        return tuple([known.get(each) or self.keys.get(each) or values.handle_key(each) for each in handles])


NO_PAGE = Page()


def _included(array: bytes | None, decoder: msgspec.json.Decoder[T]) -> Iterator[T]:
    """The objects of an array that can be read."""
    for each in elements(array or b""):
        try:
            yield decode(each, decoder)
        except Rejected:
            continue
