"""A home timeline as saved by a browser extension: ``{user{screenName…}, tweetUrl, fullText, createdAt}``.

Has no engagement and no account numbers; the id stands in the link, ``createdAt`` may be missing.
"""

from collections.abc import Iterator, Mapping

import msgspec

from dawn_chorus.ingest import entities, moments, values
from dawn_chorus.ingest.formats.record import RETWEET_MARK, RawRecord, ReceivedTweet, decode
from dawn_chorus.ingest.rejection import Reason, Rejected
from dawn_chorus.ingest.tweet import Author
from dawn_chorus.ingest.values import Number

NAME = "timeline"


class _User(msgspec.Struct, rename="camel"):
    screen_name: str | None = None
    name: str | None = None
    description: str | None = None
    followers_count: Number = None


class _Row(msgspec.Struct, rename="camel"):
    user: _User | None = None
    tweet_url: str | None = None
    full_text: str | None = None
    created_at: str | None = None


_DECODER = msgspec.json.Decoder(_Row)


def matches(sample: Mapping[str, bytes]) -> bool:
    """Whether an object looks like a row of a timeline."""
    return "tweetUrl" in sample and "fullText" in sample


def records(document: bytes) -> Iterator[RawRecord]:
    """A row is a record."""
    yield RawRecord(document)


def parse(record: RawRecord) -> ReceivedTweet:
    """The tweet of one row. Raises Rejected."""
    row = decode(record.raw, _DECODER)
    try:
        return _tweet(row)
    except Rejected as refusal:
        refusal.created_at = moments.presumed(row.created_at, _id_in(row))
        raise


def _tweet(row: _Row) -> ReceivedTweet:
    """The tweet of a decoded row."""
    tweet_id = values.whole_id(_id_in(row))
    created_at = moments.written_at(row.created_at, tweet_id)
    author = _author(row.user)
    text = values.full_text(row.full_text)
    found = entities.extract(text)
    retweeted = RETWEET_MARK.match(text)
    return ReceivedTweet(
        tweet_id=tweet_id,
        created_at=created_at,
        author=author,
        text=text,
        kind="retweet" if retweeted else "original",
        ref_author_key=values.handle_key(retweeted[1]) if retweeted else None,
        edit_root_id=tweet_id,
        mentions=found.mentions,
        hashtags=found.hashtags,
        cashtags=found.cashtags,
        urls=found.urls,
        mention_keys=tuple(values.handle_key(each) for each in found.mentions),
    )


def _id_in(row: _Row) -> str | None:
    """The tweet's id as it stands in its link."""
    match = values.ID_IN_LINK.search(row.tweet_url or "")
    return match[1] if match else None


def _author(user: _User | None) -> Author:
    """The row's author."""
    if user is None:
        raise Rejected(Reason.MISSING_AUTHOR, "There is no user.")
    handle = values.handle(user.screen_name)
    return Author(
        key=values.handle_key(handle),
        handle=handle,
        name=values.clean(user.name, "name"),
        description=values.clean(user.description, "description"),
        followers=values.count(user.followers_count, "followersCount"),
    )
