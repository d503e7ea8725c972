"""What a page of the X API says about itself: ids, what it is followed by, what it could not give.

Only the envelope is read here; the tweets are parsed one by one by the format, like those of any file.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from dawn_chorus.errors import FetchError
from dawn_chorus.ingest.formats import x_api_v2
from dawn_chorus.ingest.moments import time_of_id
from dawn_chorus.ingest.splitting import elements, members
from dawn_chorus.ingest.values import MAX_BIGINT

# What every tweet and account has when it is asked for, in both dialects.
MUST_HAVE = ("created_at", "author_id", "public_metrics", "lang", "conversation_id")
MUST_HAVE_USER = ("username", "public_metrics")


_TOKEN = re.compile(r"[!-~]{1,2000}")


class _Meta(msgspec.Struct):
    next_token: str | None = None


class PageProblem(msgspec.Struct, frozen=True):
    """One of ``errors``: something that was asked for and could not be given."""

    title: str = ""
    type: str = ""
    detail: str = ""
    resource_type: str = ""
    resource_id: str = ""
    value: object = None

    @property
    def resource(self) -> str:
        """What could not be given."""
        return self.resource_id or (self.value if isinstance(self.value, str) else "")


@dataclass(frozen=True)
class Envelope:
    """One page. ``tweet_ids`` are those of ``data``; ``post_ids`` and ``user_ids`` all that it holds and that cost."""

    tweet_ids: tuple[str, ...]
    post_ids: frozenset[str]
    user_ids: frozenset[str]
    next_token: str | None
    problems: tuple[PageProblem, ...]
    missing: tuple[str, ...]

    def is_before(self, moment: dt.datetime) -> bool:
        """Whether a tweet of the page was written before ``moment``, by its id."""
        numbers = (int(each) for each in self.tweet_ids if each.isascii() and each.isdigit())
        times = (time_of_id(number) for number in numbers if number <= MAX_BIGINT)
        return any(time is not None and time < moment for time in times)


def read_envelope(body: bytes) -> Envelope:
    """Read a page, however odd its parts. Raises FetchError for JSON that is no page at all."""
    page = members(body)
    if not x_api_v2.matches(page):
        raise FetchError(
            f"The X API's answer is no page of tweets: it has {', '.join(sorted(page)[:8]) or 'no keys'}.",
            remedy="Check the host in the Airflow Connection; the API may have changed, see CHANGELOG for a newer one.",
        )
    data = [members(each) for each in elements(page.get("data", b""))]
    includes = members(page.get("includes", b""))
    posts = [*_objects(includes, "tweets"), *_objects(includes, "posts")]
    users = _objects(includes, "users")
    tweet_ids = tuple(filter(None, map(_id, data)))
    return Envelope(
        tweet_ids=tweet_ids,
        post_ids=frozenset({*tweet_ids, *filter(None, map(_id, posts))}),
        user_ids=frozenset(filter(None, map(_id, users))),
        next_token=_next_token(page.get("meta", b""), has_data=bool(data)),
        problems=tuple(problems_of(page.get("errors", b""))),
        missing=(*_missing(data, MUST_HAVE, ""), *_missing(users, MUST_HAVE_USER, "user.")) if data else (),
    )


def ids_of(objects: Iterable[bytes]) -> list[str]:
    """The ids of JSON objects that have one."""
    return list(filter(None, (_id(members(each)) for each in objects)))


def _objects(includes: Mapping[str, bytes], name: str) -> list[dict[str, bytes]]:
    return [members(each) for each in elements(includes.get(name, b""))]


def _id(object_members: Mapping[str, bytes]) -> str:
    """The id of an object as text, whether it came as text or as a number."""
    raw = object_members.get("id", b"null")
    return "" if raw == b"null" else raw.strip(b'"').decode("utf-8", "replace")[:40]


def _missing(objects: list[dict[str, bytes]], names: tuple[str, ...], prefix: str) -> Iterator[str]:
    """Fields that none of the objects has."""
    found = set().union(*objects)
    return (f"{prefix}{name}" for name in names if name not in found)


def _next_token(meta: bytes, *, has_data: bool) -> str | None:
    """Where the next page is; None at the end. Raises FetchError where tweets do not say whether more follow."""
    with suppress(msgspec.DecodeError, UnicodeDecodeError):
        token = msgspec.json.decode(meta, type=_Meta).next_token or None
        if token is None or _TOKEN.fullmatch(token):
            return token
    if not has_data:
        return None
    raise FetchError(
        "The X API's page does not say whether another follows: its meta cannot be read.",
        remedy="Run it again; if it stays, the API has changed, see CHANGELOG for a newer version.",
    )


def problems_of(errors: bytes) -> Iterator[PageProblem]:
    """The problems that can be read; one that cannot is a problem without words."""
    for each in elements(errors):
        try:
            yield msgspec.json.decode(each, type=PageProblem)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            yield PageProblem(title="unreadable")
