"""Flattened tweets of the X API v2, one a line: each has its ``author`` and the tweets it refers to inside it."""

from collections.abc import Iterator, Mapping

from dawn_chorus.ingest.formats import x_api_v2
from dawn_chorus.ingest.formats.record import RawRecord, ReceivedTweet
from dawn_chorus.ingest.formats.x_api_v2_page import Page
from dawn_chorus.ingest.splitting import elements, members

NAME = "x_api_v2_flat"


def matches(sample: Mapping[str, bytes]) -> bool:
    """Whether an object looks like a tweet with its author inside."""
    return {"id", "text", "author_id", "author"} <= sample.keys()


def records(document: bytes) -> Iterator[RawRecord]:
    """A line is a record; what it carries inside becomes the page that it would stand in."""
    tweet = members(document)
    references = elements(tweet.get("referenced_tweets") or tweet.get("referenced_posts") or b"")
    authors = [members(each).get("author", b"") for each in (document, *references)]
    users = b",".join(filter(None, authors))
    includes = b'{"users": [%s], "tweets": [%s]}' % (users, b",".join(references))
    yield RawRecord(document, Page.read({"includes": includes, "__twarc": tweet.get("__twarc", b"")}))


def parse(record: RawRecord) -> ReceivedTweet:
    """The tweet of one line. Raises Rejected."""
    return x_api_v2.parse(record)
