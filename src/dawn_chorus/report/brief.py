"""The brief that every section writes from: the facts, what was chosen of them, and the language to write in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from dawn_chorus.channel import Channel
from dawn_chorus.report.excerpts import Excerpt
from dawn_chorus.report.facts import Facts, TweetFact
from dawn_chorus.report.items import Item, find_items, pick
from dawn_chorus.report.phrases import Phrases
from dawn_chorus.report.quotes import Aim, best_excerpt, points

# Below this a thing is no key point, however thin the day: about a tweet in the field without any news in it.
LEAST_SCORE = 1.2
MAX_PER_ACCOUNT = 2  # key points led by one account
LEAST_QUOTE_POINTS = 1.5  # a second quotation must be worth its place


def is_worth(item: Item) -> bool:
    """Whether a thing may be told at all: it is of the channel's field, and no oddity that happens to be said twice."""
    return item.in_field and item.score >= LEAST_SCORE


@dataclass
class Brief:
    """Facts and choices that the sections share.

    ``used`` holds the quotes already printed, so that none comes twice, ``introduced`` the authors whose role was told.
    """

    facts: Facts
    channel: Channel
    phrases: Phrases
    used: set[str] = field(default_factory=set)
    introduced: set[str] = field(default_factory=set)

    @cached_property
    def items(self) -> Sequence[Item]:
        """Everything that may be told, best first."""
        return find_items(self.facts, self.channel)

    @cached_property
    def points(self) -> Sequence[Item]:
        """The key points."""
        return pick(filter(is_worth, self.items), self.channel.analysis.key_points, MAX_PER_ACCOUNT)

    @property
    def moment(self) -> str:
        """Which words of time the phrases use: ``daily`` or ``window``."""
        return "daily" if self.facts.window.is_daily else "window"

    def word(self, key: str) -> str:
        """A word of time: ``period``, ``before`` or ``now``."""
        return self.phrases[f"{key}.{self.moment}"]

    def excerpt(self, tweet: TweetFact, names: Sequence[str], aim: Aim = "news") -> Excerpt | None:
        """The best piece of the tweet that was not printed yet."""
        return best_excerpt(tweet.text, names, aim, avoid=self.used)

    def has_quoted(self, tweet: TweetFact) -> bool:
        """Whether some section printed a quote of the tweet."""
        return any(quote in tweet.clean_text for quote in self.used)

    def fresh(
        self, tweets: Iterable[TweetFact], names: Sequence[str], least: float = LEAST_QUOTE_POINTS
    ) -> tuple[TweetFact, Excerpt] | None:
        """The first of the tweets with an unprinted piece that is worth printing."""
        for tweet in tweets:
            piece = self.excerpt(tweet, names)
            if piece is not None and points(piece, names) >= least:
                return tweet, piece
        return None
