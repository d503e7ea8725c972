"""The tweet as every later stage sees it, whatever format it came in."""

import datetime as dt
from typing import Literal

import msgspec

# Tweets and authors point at nothing that could point back, and a day has very many: the garbage collector, which would
# look through all of them again and again, leaves them alone (``gc=False``).

TweetKind = Literal["original", "retweet", "quote", "reply"]


class Author(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Who wrote a tweet, as known at the time.

    ``key`` identifies the account: its numeric id as text, or ``@handle`` in lower case where the input has no id.
    """

    key: str
    handle: str
    name: str = ""
    description: str = ""
    followers: int | None = None
    is_verified: bool | None = None


class Tweet(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One input message, parsed and validated.

    ``created_at`` is aware UTC. ``kind`` is the strongest relation (retweet > quote > reply > original),
    ``ref_tweet_id`` and ``ref_author_key`` what it points at. ``edit_root_id`` is the first version's id of an edited
    tweet (else the own id): one tweet per root counts. Entities are without their sign and lower case, but for
    ``urls``. Counters are None where the input has none.
    """

    tweet_id: int
    created_at: dt.datetime
    author: Author
    text: str
    lang: str | None = None
    kind: TweetKind = "original"
    ref_tweet_id: int | None = None
    ref_author_key: str | None = None
    conversation_id: int | None = None
    edit_root_id: int | None = None
    mentions: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    cashtags: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    like_count: int | None = None
    retweet_count: int | None = None
    reply_count: int | None = None
    quote_count: int | None = None
    view_count: int | None = None
