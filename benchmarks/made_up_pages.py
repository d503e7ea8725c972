"""Made-up pages of the X API v2 for benchmarks: 100 tweets each, with the users, references and counters of real ones.

The same seed gives the same bytes. Nobody and nothing in them exists.
"""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from dawn_chorus.ingest.moments import SNOWFLAKE_EPOCH_MS, SNOWFLAKE_LOW_BITS

FIRST_DAY = dt.date(2030, 5, 4)
DAY_TWEETS, PAGE_TWEETS = 100_000, 100
SEED = 7
DAY_MS = 86_400_000
EARLIER = 1 << 40  # an id that is lower by this is four minutes older
# Of the made-up world: accounts, words of its vocabulary, and of a tweet.
ACCOUNTS, VOCABULARY, WORDS = 20_000, 5_000, (12, 36)
TAGGED, LINKED = 0.3, 0.4  # shares of the tweets
RELATED = {"retweeted": 0.2, "quoted": 0.3, "replied_to": 0.45}  # shares, added up
SYLLABLES = [first + vowel for first in "bdfgklmnprstvz" for vowel in "aeiou"]

Record = dict[str, Any]


class World:
    """Everybody and everything that the tweets tell of."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - nothing secret
        self._words = [
            "".join(self._chance.choices(SYLLABLES, k=self._chance.randint(1, 4))) for _ in range(VOCABULARY)
        ]
        self._accounts = [self._account(number) for number in range(ACCOUNTS)]

    def pages(self, day: dt.date, zone: ZoneInfo, tweets: int) -> Iterator[Record]:
        """The pages of a local day, whose tweets are spread over all of it."""
        midnight = dt.datetime.combine(day, dt.time(), zone).timestamp() * 1000
        for first in range(0, tweets, PAGE_TWEETS):
            numbers = range(first, min(first + PAGE_TWEETS, tweets))
            yield self._page([round(midnight) + number * DAY_MS // tweets for number in numbers])

    def _page(self, moments: list[int]) -> Record:
        """A page of tweets of these milliseconds."""
        data, users, included = [], {}, []
        for number, moment in enumerate(moments):
            author, other = self._somebody(), self._somebody()
            tweet_id = (moment - SNOWFLAKE_EPOCH_MS << SNOWFLAKE_LOW_BITS) + number
            tweet, original = self._tweet(tweet_id, author), self._tweet(tweet_id - EARLIER, other)
            relation = self._relate(tweet, original, other)
            data.append(tweet)
            users[author["id"]] = author
            if relation in ("retweeted", "quoted"):
                users[other["id"]] = other
                included.append(original)
        return {"data": data, "includes": {"users": [*users.values()], "tweets": included}}

    def _account(self, number: int) -> Record:
        return {
            "id": str(1_000_000 + number),
            "username": f"{self._text(1)}_{number}",
            "name": self._text(2),
            "description": self._text(10),
            "verified": self._chance.random() < TAGGED,
            "public_metrics": {"followers_count": self._chance.randint(0, 100_000), "following_count": 99},
        }

    def _somebody(self) -> Record:
        """An account; some come far more often than others."""
        return self._accounts[int(self._chance.random() ** 3 * ACCOUNTS)]

    def _text(self, words: int) -> str:
        return " ".join(self._chance.choices(self._words, k=words))

    def _tweet(self, tweet_id: int, author: Record) -> Record:
        """An original tweet."""
        listed = self._entities(tweet_id)
        signs = [f"#{each['tag']}" for each in listed.get("hashtags", [])]
        signs += [each["url"] for each in listed.get("urls", [])]
        counters = {name: self._chance.randint(0, 500) for name in ("retweet_count", "reply_count", "like_count")}
        milliseconds = (tweet_id >> SNOWFLAKE_LOW_BITS) + SNOWFLAKE_EPOCH_MS
        moment = dt.datetime.fromtimestamp(milliseconds // 1000, dt.UTC)
        return {
            "id": str(tweet_id),
            "text": " ".join([self._text(self._chance.randint(*WORDS)), *signs]),
            "author_id": author["id"],
            "created_at": f"{moment:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03}Z",
            "conversation_id": str(tweet_id),
            "lang": "en",
            "edit_history_tweet_ids": [str(tweet_id)],
            "public_metrics": {**counters, "quote_count": 0, "bookmark_count": 0, "impression_count": 12_345},
            **({"entities": listed} if listed else {}),
        }

    def _entities(self, tweet_id: int) -> Record:
        listed: Record = {}
        if self._chance.random() < TAGGED:
            listed["hashtags"] = [{"start": 0, "end": 9, "tag": self._text(1)} for _ in range(2)]
        if self._chance.random() < LINKED:
            shown = f"news.example/{self._text(1)}/{tweet_id}"
            link = {"url": f"https://t.co/{tweet_id:x}"[:23], "expanded_url": f"https://{shown}", "display_url": shown}
            listed["urls"] = [{"start": 0, "end": 23, **link}]
        return listed

    def _relate(self, tweet: Record, other: Record, author: Record) -> str | None:
        """Make a tweet a retweet or quote of ``other`` or a reply to it, or leave it; returns the relation."""
        chance = self._chance.random()
        relation = next((each for each, share in RELATED.items() if chance < share), None)
        if relation is None:
            return None
        tweet["referenced_tweets"] = [{"type": relation, "id": other["id"]}]
        mention = {"start": 0, "end": 9, "username": author["username"], "id": author["id"]}
        tweet["entities"] = {**tweet.get("entities", {}), "mentions": [mention]}
        if relation == "retweeted":
            tweet["text"] = f"RT @{author['username']}: {other['text']}"[:139] + "…"
        elif relation == "replied_to":
            tweet |= {"text": f"@{author['username']} {tweet['text']}", "in_reply_to_user_id": author["id"]}
        return relation


@dataclass(frozen=True)
class Drop:
    """What was made up: pages, a file a day, and the same records as rows in COPY's text format."""

    folder: Path
    records: int

    @property
    def pages(self) -> Path:
        """The folder of the days' files."""
        return self.folder / "inbox"

    @property
    def rows(self) -> Path:
        """The file of rows."""
        return self.folder / "rows"

    @property
    def days(self) -> dict[dt.date, int]:
        """How many tweets each day has."""
        starts = enumerate(range(0, self.records, DAY_TWEETS))
        return {FIRST_DAY + dt.timedelta(days=day): min(DAY_TWEETS, self.records - start) for day, start in starts}


def make_up(folder: Path, records: int, zone: ZoneInfo) -> Drop:
    """Write ``records`` tweets of the days of ``zone`` below ``folder``; the same ones for the same number."""
    drop, world, encode = Drop(folder, records), World(SEED), msgspec.json.encode
    drop.pages.mkdir()
    with drop.rows.open("wb") as rows:
        for day, tweets in drop.days.items():
            with (drop.pages / f"{day}.jsonl").open("wb") as pages:
                for page in world.pages(day, zone, tweets):
                    pages.write(encode(page) + b"\n")
                    each_row = [*page["data"], *page["includes"]["users"], *page["includes"]["tweets"]]
                    rows.writelines(encode(row).replace(b"\\", rb"\\") + b"\n" for row in each_row)
    return drop
