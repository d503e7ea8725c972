"""Tweets of the X API v1.1: one a line as its stream sent them, in a list, or in the answer of a search.

A retweet carries its whole original in ``retweeted_status``; its own text is cut off and its own counters are 0, so the
original's stand in their place, as in version 2 of the API.
"""

import re
from collections.abc import Iterator, Mapping

import msgspec

from dawn_chorus.ingest import moments, values
from dawn_chorus.ingest.entities import Entities
from dawn_chorus.ingest.formats.record import RETWEET_MARK, RawRecord, ReceivedTweet, decode
from dawn_chorus.ingest.formats.x_api_v1_objects import Status
from dawn_chorus.ingest.rejection import Reason, Rejected
from dawn_chorus.ingest.splitting import elements, members
from dawn_chorus.ingest.tweet import TweetKind

NAME = "x_api_v1"

_STATUS = msgspec.json.Decoder(Status)
_HANDLE_IN_LINK = re.compile(r"(?:twitter|x)\.com/([A-Za-z0-9_]{1,20})/status", re.ASCII)


def matches(sample: Mapping[str, bytes]) -> bool:
    """Whether an object looks like a tweet with its user inside, or like the answer of a search."""
    is_tweet = "id_str" in sample and "user" in sample and ("text" in sample or "full_text" in sample)
    return is_tweet or {"statuses", "search_metadata"} <= sample.keys()


def records(document: bytes) -> Iterator[RawRecord]:
    """A line is a record, of a search's answer each of its ``statuses``."""
    answer = members(document)
    if "search_metadata" not in answer:
        yield RawRecord(document)
    for each in elements(answer.get("statuses", b"")):
        yield RawRecord(each)


def parse(record: RawRecord) -> ReceivedTweet:
    """The tweet of a record. Raises Rejected."""
    status = decode(record.raw, _STATUS)
    if status.user is None and status.number is None:
        raise Rejected(Reason.NOT_A_TWEET, "It has neither id nor user.")
    return tweet_of(status)


def tweet_of(status: Status) -> ReceivedTweet:
    """The tweet of a decoded object. Raises Rejected, with the time that it is booked to."""
    try:
        return _tweet(status)
    except Rejected as refusal:
        refusal.created_at = moments.presumed(status.created_at, status.number)
        raise


def _tweet(status: Status) -> ReceivedTweet:
    """The tweet of a decoded object."""
    tweet_id = values.whole_id(status.number)
    created_at = moments.written_at(status.created_at, tweet_id)
    values.refuse_withheld(status.withheld_copyright, status.withheld_in_countries)
    author = status.author()
    kind, ref_id = _relation(status)
    counted = status.retweeted_status or status
    text, found = _content(status)
    root_id = _first_version(status, tweet_id)
    return ReceivedTweet(
        tweet_id=tweet_id,
        created_at=moments.first_written_at(created_at, tweet_id, root_id),
        author=author,
        text=text,
        lang=values.clean(status.lang, "lang") or None,
        kind=kind,
        ref_tweet_id=ref_id,
        ref_author_key=_ref_author(status, kind),
        conversation_id=values.optional_id(status.conversation_id_str, "conversation_id"),
        edit_root_id=root_id,
        mentions=found.mentions,
        hashtags=found.hashtags,
        cashtags=found.cashtags,
        urls=found.urls,
        like_count=values.count(counted.favorite_count, "favorite_count"),
        retweet_count=values.count(counted.retweet_count, "retweet_count"),
        reply_count=values.count(counted.reply_count, "reply_count"),
        quote_count=values.count(counted.quote_count, "quote_count"),
        view_count=values.count(counted.view_count, "view_count"),
        mention_keys=_mention_keys(status, found),
    )


def _relation(status: Status) -> tuple[TweetKind, int | None]:
    """The strongest relation and the tweet it points at."""
    if status.retweeted_status is not None:
        return "retweet", values.whole_id(status.retweeted_status.number, "retweeted id")
    if status.quoted is not None:
        return "quote", values.optional_id(status.quoted, "quoted id")
    if status.answered is not None or _answered_key(status) is not None:
        return "reply", values.optional_id(status.answered, "answered id")
    return "retweet" if RETWEET_MARK.match(status.whole_text) else "original", None


def _content(status: Status) -> tuple[str, Entities]:
    """Full text and entities; of a retweet the original's stand behind the mark."""
    original = status.retweeted_status
    if original is None:
        return status.whole_text, status.entities_found()
    handle = values.handle(original.user.screen_name if original.user else None)
    whole = f"RT @{handle}: {original.whole_text}"
    return whole, Entities(mentions=(handle.lower(),)) | original.entities_found()


def _mention_keys(status: Status, found: Entities) -> tuple[str, ...]:
    """The keys of the mentioned accounts: by number where the payload has it."""
    known = dict(status.mention_keys)
    original = status.retweeted_status
    if original is not None:
        known |= original.mention_keys | {original.author().handle.lower(): original.author().key}
    return tuple(known.get(each) or values.handle_key(each) for each in found.mentions)


def _ref_author(status: Status, kind: TweetKind) -> str | None:
    """The account that the relation points at, where the payload says it."""
    if kind == "retweet":
        return _retweeted_key(status)
    if kind == "quote":
        return _quoted_key(status)
    return _answered_key(status) if kind == "reply" else None


def _retweeted_key(status: Status) -> str | None:
    """The author of the original: as included, else as named by the mark."""
    if status.retweeted_status is not None:
        return status.retweeted_status.author().key
    mark = RETWEET_MARK.match(status.whole_text)
    return status.mention_keys.get(mark[1].lower(), values.handle_key(mark[1])) if mark else None


def _quoted_key(status: Status) -> str | None:
    """The author of the quoted tweet: as included, else as its link names it."""
    if status.quoted_status is not None and status.quoted_status.user is not None:
        return status.quoted_status.user.key
    link = status.quoted_status_permalink
    match = _HANDLE_IN_LINK.search(link.expanded) if link else None
    return values.handle_key(match[1]) if match and match[1] != "i" else None


def _answered_key(status: Status) -> str | None:
    """The account that is answered."""
    number = status.in_reply_to_user_id_str or status.in_reply_to_user_id
    if number:
        return values.account_key(number)
    handle = status.in_reply_to_screen_name
    return values.handle_key(handle) if handle and values.is_handle(handle) else None


def _first_version(status: Status, tweet_id: int) -> int:
    """The id of the first version of an edited tweet, else its own."""
    history = status.edit_history
    versions = [history.initial_tweet_id, *history.edit_tweet_ids] if history else []
    return min([tweet_id, *(values.whole_id(each, "version's id") for each in versions if each)])
