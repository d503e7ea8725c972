"""A page of the X API v2: what it says about its tweets' surroundings, and whom it could not give."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from dawn_chorus.ingest import moments, values
from dawn_chorus.ingest.formats.record import decode
from dawn_chorus.ingest.formats.x_api_v2_objects import Collector, PageTweet, PageUser, Poll, Problem
from dawn_chorus.ingest.rejection import Reason, Rejected
from dawn_chorus.ingest.splitting import elements, members
from dawn_chorus.ingest.tweet import Author
from dawn_chorus.ingest.values import Number

T = TypeVar("T")

TWEET = msgspec.json.Decoder(PageTweet)
_USER = msgspec.json.Decoder(PageUser)
_POLL = msgspec.json.Decoder(Poll)
_PROBLEM = msgspec.json.Decoder(Problem)
_COLLECTOR = msgspec.json.Decoder(Collector)


@dataclass(frozen=True)
class Page:
    """What a page knows beside its tweets: accounts, referenced tweets, polls, and accounts it could not give.

    ``observed_at``: when it was fetched, where the collector noted it.
    """

    users: Mapping[str, PageUser] = field(default_factory=dict)
    tweets: Mapping[str, PageTweet] = field(default_factory=dict)
    unavailable: Mapping[str, str] = field(default_factory=dict)
    polls: Mapping[str, Poll] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)  # lower-case handle to account key
    observed_at: dt.datetime | None = None

    @classmethod
    def read(cls, page: Mapping[str, bytes]) -> "Page":
        """Read the members of a page; an included object that is broken counts as not included."""
        includes = members(page.get("includes", b""))
        users = {str(each.id): each for each in _included(includes.get("users"), _USER)}
        tweets = [*_included(includes.get("tweets"), TWEET), *_included(includes.get("posts"), TWEET)]
        problems = _included(page.get("errors"), _PROBLEM)
        return cls(
            users=users,
            tweets={str(each.id): each for each in tweets if each.text is not None},
            unavailable={
                each.resource_id or each.value: each.title for each in problems if each.resource_type == "user"
            },
            polls={each.id: each for each in _included(includes.get("polls"), _POLL)},
            keys={str(user.username).lower(): key for key, user in users.items() if key.isdigit()},
            observed_at=_noted(page.get("__twarc")),
        )

    def author(self, author_id: Number) -> Author:
        """The account with that id. Raises Rejected when the page does not describe it."""
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

    def key_of(self, handle: str, known: Mapping[str, str]) -> str:
        """The key of an account mentioned by lower-case handle: by number where ``known`` or the page has it."""
        return known.get(handle.lower()) or self.keys.get(handle.lower()) or values.handle_key(handle)


NO_PAGE = Page()


def _noted(collector: bytes | None) -> dt.datetime | None:
    """When twarc, which writes a note of its own into each page, fetched it."""
    note = next(_included(collector, _COLLECTOR), None)
    return moments.readable(note.retrieved_at) if note else None


def _included(array: bytes | None, decoder: msgspec.json.Decoder[T]) -> Iterator[T]:
    """The objects of an array that can be read."""
    for each in elements(array or b""):
        try:
            yield decode(each, decoder)
        except Rejected:
            continue
