"""Pages of the website's own GraphQL interface, as a browser saves them: timelines, searches, threads, lists, profiles.

A page is instructions with entries, and a tweet stands some levels below each; what an entry shows is a record. Quoted
and retweeted tweets inside a tweet are what it points at, and no records.
"""

from collections.abc import Iterator, Mapping

import msgspec

from dawn_chorus.ingest.formats import x_api_v1
from dawn_chorus.ingest.formats.record import RawRecord, ReceivedTweet, decode
from dawn_chorus.ingest.formats.x_web_objects import TweetResult
from dawn_chorus.ingest.moments import presumed
from dawn_chorus.ingest.rejection import Reason, Rejected
from dawn_chorus.ingest.splitting import elements, members
from dawn_chorus.ingest.values import Number

NAME = "x_web"

DEEPEST = 8  # levels of a page that are looked into; real ones have five
_LAYOUT = (
    b"TimelineTimelineCursor",
    b"TimelinePrompt",
    b"TimelineMessagePrompt",
    b"TimelineLabel",
    b"TimelineSpelling",
)


class _Single(msgspec.Struct, rename={"result": "tweetResult"}):
    """The data of a page of one tweet."""

    result: TweetResult | None = None


class _Item(msgspec.Struct):
    """What an entry shows, or the data of a page without entries."""

    tweet_results: TweetResult | None = None
    data: _Single | None = None


_ITEM = msgspec.json.Decoder(_Item)


def matches(sample: Mapping[str, bytes]) -> bool:
    """Whether an object looks like a page, or like an entry of one."""
    data = sample.get("data", b"")
    is_page = data.startswith(b"{") and "id" not in members(data) and (b'"__typename"' in data or _has_entries(data))
    return is_page or {"entryId", "content"} <= sample.keys()


def records(document: bytes) -> Iterator[RawRecord]:
    """What the entries of a page show; a page without entries is one record."""
    page = members(document)
    if "content" in page:
        yield from _shown(document)
    elif _has_entries(page.get("data", b"")):
        for instruction in _instructions(page["data"]):
            inside = members(instruction)
            for name in ("entries", "entry", "moduleItems"):
                for each in elements(inside.get(name, b"")):
                    yield from _shown(each)
    else:
        yield RawRecord(document)


def parse(record: RawRecord) -> ReceivedTweet:
    """The tweet of what an entry shows. Raises Rejected."""
    item = decode(record.raw, _ITEM)
    found = item.tweet_results or (item.data.result if item.data else None)
    if found is None:
        raise Rejected(Reason.NOT_A_TWEET, "The entry shows no tweet.")
    if found.result is None:
        raise Rejected(Reason.TWEET_UNAVAILABLE, "The page has nothing in its place.")
    try:
        status = found.result.as_status()
    except Rejected as refusal:
        refusal.created_at = presumed(None, _id_of(found))
        raise
    return x_api_v1.tweet_of(status)


def _id_of(found: TweetResult) -> Number:
    """The id of a tweet that is refused."""
    result = found.result and (found.result.tweet or found.result)
    return result.rest_id if result else None


def _has_entries(data: bytes) -> bool:
    return b'"instructions"' in data


def _instructions(part: bytes, depth: int = 0) -> Iterator[bytes]:
    """The instructions of a page, wherever they stand in it."""
    for name, inside in members(part).items():
        if name == "instructions":
            yield from elements(inside)
        elif _has_entries(inside) and depth < DEEPEST:
            yield from _instructions(inside, depth + 1)


def _shown(entry: bytes, depth: int = 0) -> Iterator[RawRecord]:
    """What an entry, or each item of a module, shows; cursors and notices are layout."""
    inside = members(entry)
    below = [inside[name] for name in ("content", "item") if name in inside] + elements(inside.get("items", b""))
    for each in below if depth < DEEPEST else ():
        yield from _shown(each, depth + 1)
    shown = inside.get("itemContent")
    if shown is not None and not members(shown).get("itemType", b"").strip(b'"').startswith(_LAYOUT):
        yield RawRecord(shown)
