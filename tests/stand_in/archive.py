"""The tweets of files of X API v2 pages, as one archive that can be searched by time and author."""

import datetime as dt
import gzip
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Object = dict[str, Any]
SNOWFLAKE_EPOCH_MS = 1_288_834_974_657


@dataclass(frozen=True)
class Held:
    """A tweet, when it was written, and the page that it lay in, whose includes describe its surroundings."""

    tweet: Object
    at: dt.datetime
    page: Object


class Archive:
    """All tweets of some files, newest first; records that are broken are kept as they are."""

    def __init__(self, held: Iterable[Held]) -> None:
        self._held = sorted(held, key=lambda each: each.at, reverse=True)
        self._users = {
            str(user.get("username", "")).lower(): user
            for each in self._held
            for user in each.page.get("includes", {}).get("users", [])
        }

    @classmethod
    def read(cls, paths: Iterable[Path]) -> "Archive":
        """Read files and folders; what is no page of tweets is passed over."""
        return cls(itertools.chain.from_iterable(map(_held, itertools.chain.from_iterable(map(_pages, paths)))))

    def __len__(self) -> int:
        return len(self._held)

    def find(
        self, authors: set[str], start: dt.datetime | None = None, end: dt.datetime | None = None
    ) -> Sequence[Held]:
        """Tweets from ``start`` (included) to ``end`` (not included), of some author ids or, for none, of all."""
        return [
            each
            for each in self._held
            if (start is None or each.at >= start)
            and (end is None or each.at < end)
            and (not authors or str(each.tweet.get("author_id")) in authors)
        ]

    def by_ids(self, ids: Sequence[str]) -> Sequence[Held]:
        """Tweets by id, in the order asked for; those that there are not are left out."""
        known = {str(each.tweet.get("id")): each for each in self._held}
        return [known[each] for each in ids if each in known]

    def user(self, handle: str) -> Object | None:
        """The account with that handle."""
        return self._users.get(handle.lower())


def includes(held: Sequence[Held]) -> Object:
    """What a page of these tweets includes: the tweets they refer to, the authors and the polls of all of them."""
    tweets: dict[str, Object] = {}
    users: dict[str, Object] = {}
    polls: dict[str, Object] = {}
    for each in held:
        included = each.page.get("includes", {})
        ids = {str(ref.get("id")) for ref in each.tweet.get("referenced_tweets") or [] if isinstance(ref, dict)}
        referred = [other for other in included.get("tweets", []) if str(other.get("id")) in ids]
        wanted = {str(other.get("author_id")) for other in (each.tweet, *referred)}
        for other in referred:
            tweets[str(other.get("id"))] = other
        for user in included.get("users", []):
            if str(user.get("id")) in wanted:
                users.setdefault(str(user["id"]), user)
        attached = {poll_id for other in (each.tweet, *referred) for poll_id in _poll_ids(other)}
        polls.update({poll["id"]: poll for poll in included.get("polls", []) if poll["id"] in attached})
    return {"users": list(users.values()), "tweets": list(tweets.values()), "polls": list(polls.values())}


def _poll_ids(tweet: Object) -> Sequence[str]:
    attachments = tweet.get("attachments")
    return attachments.get("poll_ids") or [] if isinstance(attachments, dict) else []


def _pages(path: Path) -> Iterator[Object]:
    """The pages of a file, one a line, or of a folder's files."""
    if path.is_dir():
        for each in sorted(path.iterdir()):
            yield from _pages(each)
        return
    content = path.read_bytes()
    for line in (gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content).split(b"\n"):
        try:
            page = json.loads(line)
        except ValueError:
            continue
        if isinstance(page, dict) and page.get("data"):
            yield page


def _held(page: Object) -> Iterator[Held]:
    """The tweets of a page; one without a readable time gets its neighbour's."""
    data = page["data"]
    at = None
    for tweet in data if isinstance(data, list) else [data]:
        if isinstance(tweet, dict):
            at = _time(tweet) or at
            if at is not None:
                yield Held(tweet, at, page)


def _time(tweet: Mapping[str, Any]) -> dt.datetime | None:
    with suppress(KeyError, TypeError, ValueError):
        written = dt.datetime.fromisoformat(tweet["created_at"])
        return written if written.tzinfo else None
    try:
        seconds = ((int(tweet["id"]) >> 22) + SNOWFLAKE_EPOCH_MS) / 1000
        return dt.datetime.fromtimestamp(seconds, dt.UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return None
