"""Flattened tweets of the X API v2, one a line: each has its ``author`` and the tweets it refers to inside it."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from dawn_chorus.ingest.formats import x_api_v2
from dawn_chorus.ingest.formats.record import RawRecord, ReceivedTweet, decode
from dawn_chorus.ingest.formats.x_api_v2_objects import Collector, Includes, PageTweet, PageUser
from dawn_chorus.ingest.formats.x_api_v2_page import Page
from dawn_chorus.ingest.rejection import Rejected
from dawn_chorus.ingest.splitting import elements, members

NAME = "x_api_v2_flat"


class _Reference(PageTweet, frozen=True, gc=False):
    """A tweet that a flattened one refers to, in the place of the reference, with its author."""

    type: str = ""
    author: PageUser | None = None


class _Tweet(PageTweet, frozen=True, gc=False, kw_only=True):
    """A flattened tweet, nothing of which is broken."""

    author: PageUser
    referenced_tweets: tuple[_Reference, ...] = ()  # type: ignore[assignment]
    referenced_posts: tuple[_Reference, ...] = ()  # type: ignore[assignment]
    collector: Collector = msgspec.field(default=Collector(), name="__twarc")


_WHOLE = msgspec.json.Decoder(_Tweet)


def matches(sample: Mapping[str, bytes]) -> bool:
    """Whether an object looks like a tweet with its author inside."""
    return {"id", "text", "author_id", "author"} <= sample.keys()


def records(document: bytes) -> Iterable[RawRecord | ReceivedTweet]:
    """A line is a record; what it carries inside becomes the page that it would stand in.

    Like a page it is read at once where nothing in it is refused.
    """
    try:
        tweet = decode(document, _WHOLE)
        references = tweet.referenced_tweets or tweet.referenced_posts
        users = (tweet.author, *[each.author for each in references if each.author is not None])
        return [x_api_v2.tweet_of(tweet, Page.of(Includes(users=users, tweets=references), (), tweet.collector))]
    except Rejected:
        return _cut(document)


def _cut(document: bytes) -> Iterator[RawRecord]:
    """A line, to be parsed with what can be read of it."""
    tweet = members(document)
    references = elements(tweet.get("referenced_tweets", b"")) or elements(tweet.get("referenced_posts", b""))
    authors = [members(each).get("author", b"") for each in (document, *references)]
    users = b",".join(filter(None, authors))
    includes = b'{"users": [%s], "tweets": [%s]}' % (users, b",".join(references))
    yield RawRecord(document, Page.read({"includes": includes, "__twarc": tweet.get("__twarc", b"")}))


def parse(record: RawRecord) -> ReceivedTweet:
    """The tweet of one line. Raises Rejected."""
    return x_api_v2.parse(record)
