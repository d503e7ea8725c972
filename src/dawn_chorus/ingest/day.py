"""One local day as rows: which version of each tweet counts, who engaged with whom, who wrote.

Pure, and blind to the order in which records come: every choice is made by content.
"""

import datetime as dt
import hashlib
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import msgspec

from dawn_chorus.ingest.curves import Observation, counters_of, metric_rows, observed, seen_at
from dawn_chorus.ingest.formats.record import ReceivedTweet
from dawn_chorus.ingest.tweet import Author

Row = tuple[object, ...]
HASHED_ROWS = 500  # at once: about half a megabyte
_ENCODER = msgspec.json.Encoder()


@dataclass(frozen=True)
class Counted:
    """The tweets of a day that count, by id, and how many records were repeats or belong to forgotten tweets.

    ``seen``: what was seen of those that came more than once, of all their versions.
    """

    tweets: Sequence[ReceivedTweet]
    duplicate: int
    tombstoned: int
    seen: Mapping[int, Set[Observation]] = field(default_factory=dict)


class Versions:
    """The records of a day, of which one of each tweet will count.

    Versions of an edited tweet are linked through the first version's id. A record that does not know its history
    (not every format does) is linked by one of the same id that does.
    """

    def __init__(self, tombstones: Set[int]) -> None:
        self._tombstones = tombstones
        self._best: dict[int, ReceivedTweet] = {}
        self._repeats: Counter[int] = Counter()
        self._seen: dict[int, set[Observation]] = {}
        self._authors: dict[str, Author] = {}  # the last description of each, by key
        self._earlier: dict[int, int] = {}
        self._retweets_forgotten = 0

    def extend(self, tweets: Iterable[ReceivedTweet], landed_at: dt.datetime | None = None) -> None:
        """Take records of a file landed then. A retweet repeats its original's text and is forgotten with it."""
        for each in tweets:
            if each.kind == "retweet" and each.ref_tweet_id in self._tombstones:
                self._retweets_forgotten += 1
                continue
            if each.edit_root_id != each.tweet_id:
                self._link(each.tweet_id, each.root)
            tweet = observed(each, seen_at(each, landed_at))
            best = self._best.get(tweet.tweet_id)
            if best is not None:
                self._repeats[tweet.tweet_id] += 1
                self._seen.setdefault(tweet.tweet_id, {_observation(best)}).add(_observation(tweet))
            if best is None or _counts_before(tweet, best):
                self._best[tweet.tweet_id] = self._with_known_author(tweet)

    def counted(self) -> Counted:
        """The latest version of each tweet; forgetting one version forgets all."""
        forgotten = set(map(self._first, self._tombstones))
        latest: dict[int, ReceivedTweet] = {}
        seen: dict[int, set[Observation]] = {}
        tombstoned = self._retweets_forgotten
        for tweet_id in sorted(self._best):
            root = self._first(tweet_id) if self._earlier else tweet_id
            if root in forgotten:
                tombstoned += 1 + self._repeats[tweet_id]
            else:
                if root in latest or tweet_id in self._seen:
                    before = {_observation(latest[root])} if root in latest else set()
                    own = self._seen.get(tweet_id) or {_observation(self._best[tweet_id])}
                    seen[root] = seen.get(root, before) | own
                latest[root] = _with_root(self._best[tweet_id], root)
        records = len(self._best) + self._repeats.total() + self._retweets_forgotten
        tweets = sorted(latest.values(), key=lambda tweet: tweet.tweet_id)
        seen_of = {latest[root].tweet_id: observations for root, observations in seen.items()}
        return Counted(tweets, records - len(tweets) - tombstoned, tombstoned, seen_of)

    def _with_known_author(self, tweet: ReceivedTweet) -> ReceivedTweet:
        """The tweet; its author is held once, however often they wrote: a day takes a sixth less memory."""
        author = tweet.author
        known = self._authors.get(author.key)
        if known == author:
            msgspec.structs.force_setattr(tweet, "author", known)  # to replace it would copy the tweet
        else:
            self._authors[author.key] = author
        return tweet

    def _first(self, tweet_id: int) -> int:
        """The earliest version that ``tweet_id`` is linked to."""
        while (earlier := self._earlier.get(tweet_id, tweet_id)) != tweet_id:
            tweet_id = earlier
        return tweet_id

    def _link(self, one: int, other: int) -> None:
        """Make two ids versions of one tweet."""
        low, high = sorted((self._first(one), self._first(other)))
        if low != high:
            self._earlier[high] = low


def _observation(tweet: ReceivedTweet) -> Observation:
    return tweet.observed_at, counters_of(tweet)


def _with_root(tweet: ReceivedTweet, root: int) -> ReceivedTweet:
    return tweet if tweet.root == root else msgspec.structs.replace(tweet, edit_root_id=root)


def _counts_before(tweet: ReceivedTweet, other: ReceivedTweet) -> bool:
    """Whether ``tweet`` is the better of two records of one id."""
    mine, others = _fullness(tweet), _fullness(other)
    return mine > others or (mine == others and msgspec.json.encode(tweet) > msgspec.json.encode(other))


def _fullness(tweet: ReceivedTweet) -> tuple[int, ...]:
    """With its edit history; then with more counters, higher ones (seen later), longer text, more followers."""
    known = [counter for counter in counters_of(tweet) if counter is not None]
    return (-tweet.root, len(known), sum(known), len(tweet.text), tweet.author.followers or 0)


@dataclass(frozen=True)
class DayRows:
    """A day's rows by table, each sorted by its key; values in the order of the columns after channel and day.

    The rows of ``tweets`` are made whenever they are asked for: to hold them beside the tweets takes an eighth more
    memory than to make them twice. ``keys`` has the authors' keys by handle in lower case. ``observed_at``: when the
    counters of tweets without ``metric_snapshots`` were seen.
    """

    tweets: Sequence[ReceivedTweet]
    keys: Mapping[str, str]
    interactions: Sequence[Row]
    account_snapshots: Sequence[Row]
    metric_snapshots: Sequence[Row]
    observed_at: dt.datetime | None
    hours_covered: int

    def tweet_rows(self) -> Iterator[Row]:
        """The rows of the tweets."""
        return (_tweet_row(tweet, self.keys) for tweet in self.tweets)

    def content_hash(self) -> str:
        """Identity of the rows that reports rest on."""
        return _hash(self.tweet_rows(), self.interactions, self.account_snapshots)

    def metrics_hash(self) -> str:
        """Identity of the curves, which no report rests on: to see a tweet again makes no post stale."""
        return _hash(self.metric_snapshots, [(self.observed_at,)])


def _hash(*tables: Iterable[Row]) -> str:
    digest = hashlib.sha256()
    for table in tables:
        rows = iter(table)
        while some := list(itertools.islice(rows, HASHED_ROWS)):
            digest.update(_ENCODER.encode_lines(some).replace(b"\n", b""))
        digest.update(b"\n")
    return digest.hexdigest()


def day_rows(counted: Counted, zone: ZoneInfo) -> DayRows:
    """The rows of a day's counted tweets."""
    tweets = counted.tweets
    points, common = metric_rows(tweets, counted.seen)
    keys = {tweet.author.handle.lower(): tweet.author.key for tweet in tweets}
    minutes = {(moment.day, moment.hour, moment.minute): moment for moment in (tweet.created_at for tweet in tweets)}
    hours = {_local_hour(moment, zone) for moment in minutes.values()}  # a minute is of one hour, in any zone
    return DayRows(
        tweets=tweets,
        keys=keys,
        interactions=sorted({edge for tweet in tweets if _engages(tweet) for edge in _edges(tweet, keys)}),
        account_snapshots=_snapshots(tweets),
        metric_snapshots=points,
        observed_at=common,
        hours_covered=len(hours),
    )


def _local_hour(moment: dt.datetime, zone: ZoneInfo) -> tuple[int, dt.timedelta | None]:
    """A local hour of the day; the hour that is lived twice when clocks go back is two hours."""
    local = moment.astimezone(zone)
    return local.hour, local.utcoffset()


def _resolve(key: str, keys: Mapping[str, str]) -> str:
    """An account's number where the day's authors tell it, else the key as it is."""
    return keys.get(key[1:], key) if key.startswith("@") else key


def _tweet_row(tweet: ReceivedTweet, keys: Mapping[str, str]) -> Row:
    """The row of one tweet."""
    return (
        tweet.tweet_id,
        tweet.created_at,
        tweet.author.key,
        tweet.text,
        tweet.lang,
        tweet.kind,
        tweet.ref_tweet_id,
        tweet.ref_author_key and _resolve(tweet.ref_author_key, keys),
        tweet.conversation_id,
        tweet.edit_root_id or tweet.tweet_id,
        tweet.mentions,
        tweet.hashtags,
        tweet.cashtags,
        tweet.urls,
        tweet.like_count,
        tweet.retweet_count,
        tweet.reply_count,
        tweet.quote_count,
        tweet.view_count,
    )


def _engages(tweet: ReceivedTweet) -> bool:
    """Whether a tweet points at anybody at all."""
    return bool(tweet.ref_author_key or tweet.mention_keys)


def _edges(tweet: ReceivedTweet, keys: Mapping[str, str]) -> Iterator[tuple[int, str, str, str]]:
    """Whom a tweet engages with: the account it points at, and, unless it only repeats others' words, the mentioned."""
    author = tweet.author
    target = tweet.ref_author_key and _resolve(tweet.ref_author_key, keys)
    own = {author.key, f"@{author.handle.lower()}"}
    if target and target not in own:
        yield tweet.tweet_id, author.key, target, tweet.kind
    if tweet.kind == "retweet":
        return
    for key in tweet.mention_keys:
        mentioned = _resolve(key, keys)
        if mentioned not in own and mentioned != target:
            yield tweet.tweet_id, author.key, mentioned, "mention"


def _snapshots(tweets: Sequence[ReceivedTweet]) -> list[Row]:
    """The authors as the last tweet of each shows them."""
    counts = Counter(tweet.author.key for tweet in tweets)
    last = {tweet.author.key: tweet.author for tweet in tweets}
    return [
        (key, author.handle, author.name, author.description, author.followers, author.is_verified, counts[key])
        for key, author in sorted(last.items())
    ]
