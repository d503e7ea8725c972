"""One made-up day of the X API v2 on which things happen: half of what is written of its own accord tells of an event.

An event is a release of a made-up product, told by about thirty accounts in words of their own; the rest is chatter of
everybody's words. The same number of tweets gives the same bytes.
"""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from made_up_pages import SEED, Record, World

TELLING = 0.5  # share of the tweets
EVENT_TWEETS = 30
EVENT_WORDS = 6  # of its own, of which a tweet has some
TOLD_WORDS = 4
LANGUAGES = ("understands {} languages", "costs {} dollars", "scores {} points")


class Newsroom(World):
    """Accounts that tell of so many events."""

    def __init__(self, seed: int, events: int) -> None:
        super().__init__(seed)
        self._events = [self._event(number) for number in range(events)]

    def _event(self, number: int) -> tuple[str, list[str], str]:
        """The product, words that go with it, and what is said of it in numbers."""
        name = f"{self._name()} {number % 9 + 1}.{number % 7}"
        words = [f"{self._text(1)}{self._text(1)}" for _ in range(EVENT_WORDS)]
        return name, words, LANGUAGES[number % len(LANGUAGES)].format(number + 10)

    def _name(self) -> str:
        return "".join(self._chance.choices(self._words, k=2)).capitalize()

    def _tweet(self, tweet_id: int, author: Record) -> Record:
        tweet = super()._tweet(tweet_id, author)
        if self._chance.random() < TELLING:
            name, words, said = self._chance.choice(self._events)
            own = " ".join(self._chance.sample(words, TOLD_WORDS))
            tweet["text"] = f"{name} is released and {said}: {own} {tweet['text']}"
        return tweet


def make_up_day(path: Path, day: dt.date, zone: ZoneInfo, tweets: int) -> None:
    """Write the pages of a local day with so many tweets."""
    newsroom = Newsroom(SEED, max(1, round(tweets * TELLING / EVENT_TWEETS)))
    with path.open("wb") as pages:
        pages.writelines(msgspec.json.encode(page) + b"\n" for page in newsroom.pages(day, zone, tweets))
