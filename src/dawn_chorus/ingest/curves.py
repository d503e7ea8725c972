"""How the counters of a day's tweets went: what was seen of each, and when.

A record was seen when it says so itself, and says it credibly: after its tweet was written and before its file was
landed. Else the landing of its file stands for it, before which it was seen at some time.

Most tweets of a day are seen once, and most of them at one moment. That moment is noted once, with the day, and a tweet
has rows of its own only where these two, its counters and that moment, do not say all.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set

import msgspec

from dawn_chorus.ingest.formats.record import ReceivedTweet

Counters = tuple[int | None, ...]  # likes, retweets, replies, quotes, views
Observation = tuple[dt.datetime | None, Counters]
Point = tuple[dt.datetime, Counters]


def seen_at(tweet: ReceivedTweet, landed_at: dt.datetime | None) -> dt.datetime | None:
    """When the counters of a record were seen; ``landed_at`` is when its file was landed."""
    said = tweet.observed_at
    is_credible = said is not None and landed_at is not None and tweet.created_at <= said <= landed_at
    return said if is_credible else landed_at


def counters_of(tweet: ReceivedTweet) -> Counters:
    """The counters of a record."""
    return tweet.like_count, tweet.retweet_count, tweet.reply_count, tweet.quote_count, tweet.view_count


def curve(observations: Iterable[Observation]) -> list[Point]:
    """The points of a curve in order of time: one for each moment that shows a counter other than it was last known.

    Of one moment the highest counts hold. What an input does not know says nothing.
    """
    moments: dict[dt.datetime, Counters] = {}
    for moment, counters in observations:
        if moment is not None:
            moments[moment] = _highest(moments.get(moment, counters), counters)
    points: list[Point] = []
    known: list[int | None] = []
    for moment, counters in sorted(moments.items(), key=lambda each: each[0]):
        known = known or [None] * len(counters)
        if any(new is not None and new != old for new, old in zip(counters, known, strict=True)):
            points.append((moment, counters))
            known = [old if new is None else new for new, old in zip(counters, known, strict=True)]
    return points


def _highest(one: Counters, other: Counters) -> Counters:
    """The higher of each two counts."""
    pairs = zip(one, other, strict=True)
    return tuple(max((each for each in pair if each is not None), default=None) for pair in pairs)


def metric_rows(
    tweets: Sequence[ReceivedTweet], seen: Mapping[int, Set[Observation]]
) -> tuple[list[tuple[object, ...]], dt.datetime | None]:
    """Rows of those tweets whose counters and the common moment do not say all, by tweet and time; and that moment.

    ``seen``: what was seen of tweets that came more than once. The common moment is that of most of the tweets with one
    point, of several such the first; None where no tweet has counters.
    """
    curves = {tweet_id: curve(observations) for tweet_id, observations in seen.items()}
    once = (tweet.observed_at for tweet in tweets if tweet.tweet_id not in curves and _has_counters(tweet))
    moments = Counter(once) + Counter(points[0][0] for points in curves.values() if len(points) == 1)
    common = min(filter(None, moments), key=lambda moment: (-moments[moment], moment), default=None)
    rows: list[tuple[object, ...]] = []
    for tweet in tweets:
        if tweet.observed_at != common or tweet.tweet_id in curves:
            mine = counters_of(tweet)
            points = curves[tweet.tweet_id] if tweet.tweet_id in curves else curve([(tweet.observed_at, mine)])
            if points != [(common, mine)]:
                rows += [(tweet.tweet_id, moment, *counters) for moment, counters in points]
    return rows, common


def _has_counters(tweet: ReceivedTweet) -> bool:
    return tweet.like_count is not None or any(counter is not None for counter in counters_of(tweet))


def observed(tweet: ReceivedTweet, moment: dt.datetime | None) -> ReceivedTweet:
    """The record, seen at ``moment``."""
    return tweet if tweet.observed_at is moment else msgspec.structs.replace(tweet, observed_at=moment)
