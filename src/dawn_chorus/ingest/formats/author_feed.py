"""A snapshot of some authors' latest tweets: ``{generatedAt, x: [{handle, name, bio, tweets: […]}], errors: […]}``.

Its program notes in ``errors`` whom it could not read: no tweets, but gaps that the ledger shows.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import suppress

import msgspec

from dawn_chorus.ingest import entities, moments, values
from dawn_chorus.ingest.formats.record import RETWEET_MARK, RawRecord, ReceivedTweet, decode
from dawn_chorus.ingest.rejection import Reason, Rejected
from dawn_chorus.ingest.splitting import elements, members
from dawn_chorus.ingest.tweet import Author, TweetKind
from dawn_chorus.ingest.values import Number

NAME = "author_feed"

NOTE_SHOWN = 200  # characters of a note that the quarantine explains itself with


class _Account(msgspec.Struct):
    handle: str | None = None
    name: str | None = None
    bio: str | None = None


class _Tweet(msgspec.Struct, rename="camel"):
    id: Number = None
    text: str | None = None
    created_at: str | None = None
    quoted_tweet_id: Number = None
    is_quote: bool = False
    likes: Number = None
    retweets: Number = None
    replies: Number = None


class _Note(msgspec.Struct):
    """The context of a note: when the snapshot was made."""

    generated_at: bytes


class _Feed(msgspec.Struct):
    """The context of a tweet: whose it is, and when the snapshot was made."""

    account: bytes = b"{}"
    observed_at: dt.datetime | None = None


_ACCOUNT = msgspec.json.Decoder(_Account)
_TWEET = msgspec.json.Decoder(_Tweet)
_TEXT = msgspec.json.Decoder(str)


def matches(sample: Mapping[str, bytes]) -> bool:
    """Whether an object looks like a snapshot."""
    return {"generatedAt", "x"} <= sample.keys()


def records(document: bytes) -> Iterator[RawRecord]:
    """The tweets of each account, then the notes; an account without tweets has no record."""
    snapshot = members(document)
    note = _Note(snapshot.get("generatedAt", b""))
    observed_at = _made_at(note)
    for account in elements(snapshot.get("x", b"")):
        feed = _Feed(account, observed_at)
        for each in elements(members(account).get("tweets", account)):
            yield RawRecord(each, feed)
    for each in elements(snapshot.get("errors", b"")):
        yield RawRecord(each, note)


def parse(record: RawRecord) -> ReceivedTweet:
    """The tweet of a record. Raises Rejected."""
    if isinstance(record.context, _Note):
        raise _failure(record.raw, record.context)
    tweet = decode(record.raw, _TWEET)
    try:
        return _tweet(tweet, record.context if isinstance(record.context, _Feed) else _Feed())
    except Rejected as refusal:
        refusal.created_at = moments.presumed(tweet.created_at, tweet.id)
        raise


def _failure(raw: bytes, note: _Note) -> Rejected:
    """The verdict on a note, booked to the time of its snapshot."""
    refusal = Rejected(Reason.SOURCE_FAILED, decode(raw, _TEXT)[:NOTE_SHOWN])
    refusal.created_at = _made_at(note)
    return refusal


def _made_at(note: _Note) -> dt.datetime | None:
    """When a snapshot was made, where that can be read."""
    with suppress(Rejected):
        return moments.parse_time(decode(note.generated_at, _TEXT))
    return None


def _tweet(tweet: _Tweet, feed: _Feed) -> ReceivedTweet:
    """The tweet of a decoded record."""
    tweet_id = values.whole_id(tweet.id)
    text = values.full_text(tweet.text)
    found = entities.extract(text)
    kind, ref_author_key = _relation(tweet, text)
    return ReceivedTweet(
        tweet_id=tweet_id,
        created_at=moments.written_at(tweet.created_at, tweet_id),
        author=_author(feed.account),
        text=text,
        kind=kind,
        ref_tweet_id=values.optional_id(tweet.quoted_tweet_id, "quoted id") if kind == "quote" else None,
        ref_author_key=ref_author_key,
        edit_root_id=tweet_id,
        mentions=found.mentions,
        hashtags=found.hashtags,
        cashtags=found.cashtags,
        urls=found.urls,
        like_count=values.count(tweet.likes, "likes"),
        retweet_count=values.count(tweet.retweets, "retweets"),
        reply_count=values.count(tweet.replies, "replies"),
        mention_keys=tuple(map(values.handle_key, found.mentions)),
        observed_at=feed.observed_at,
    )


def _relation(tweet: _Tweet, text: str) -> tuple[TweetKind, str | None]:
    """The strongest relation, and the account it points at where the text names it."""
    if mark := RETWEET_MARK.match(text):
        return "retweet", values.handle_key(mark[1])
    return ("quote" if tweet.is_quote or tweet.quoted_tweet_id else "original"), None


def _author(account: bytes) -> Author:
    """The account whose tweets these are."""
    described = decode(account, _ACCOUNT)
    handle = values.handle(described.handle)
    return Author(
        key=values.handle_key(handle),
        handle=handle,
        name=values.clean(described.name, "name"),
        description=values.clean(described.bio, "bio"),
    )
