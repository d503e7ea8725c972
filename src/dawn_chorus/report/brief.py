"""The brief that every section writes from: the facts, what was chosen of them, and the language to write in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cached_property

from dawn_chorus.channel import Channel
from dawn_chorus.report.claim import Claim
from dawn_chorus.report.excerpts import Excerpt
from dawn_chorus.report.facts import Facts, TweetFact
from dawn_chorus.report.items import Item, find_items
from dawn_chorus.report.kinds import model_names
from dawn_chorus.report.names import writes
from dawn_chorus.report.phrases import Phrases
from dawn_chorus.report.picking import Point, pick
from dawn_chorus.report.quotes import Aim, best_excerpt, is_alike, points
from dawn_chorus.report.score import gives_facts
from dawn_chorus.report.standing import heard
from dawn_chorus.report.stories import Story, stories_of
from dawn_chorus.report.taste import Judgements, Taste, taste
from dawn_chorus.report.wordlists import cues
from dawn_chorus.text.keys import key_of

# Below this a thing is no key point, however thin the day: about a tweet in the field without any news in it.
LEAST_SCORE = 1.05
LEAST_CARRIERS = 5  # accounts of a topic that is told whatever its tweets are worth
SHORT_POINTS = 5  # key points of a short report
LEAST_REMARK = -2.5  # points; below it three in ten are small talk
WHOLE_DAY = 50  # tweets from which a day is filled up
LEAST_PLAIN_POINTS = 0.5  # of the sentence that a thing without news is told by
LEAST_QUOTE_POINTS = 1.5  # a second quotation must be worth its place


def is_worth(item: Item) -> bool:
    """Whether a thing may be told at all: it is of the channel's field, and has some news in it or many voices.

    What its author laughs about is no news, whatever it names.
    """
    has_weight = item.worth >= LEAST_SCORE or item.carriers >= LEAST_CARRIERS
    return item.in_field and has_weight and not (item.accounts == 1 and _is_jest(item))


def is_plain(item: Item) -> bool:
    """Whether a thing of the field, news or not, can be told in its author's words: no jest, question or offer."""
    text, piece = item.lead.spoken, best_excerpt(item.lead.text, item.names)
    is_said = piece is not None and points(piece, item.names) >= LEAST_PLAIN_POINTS
    is_earnest = not _is_jest(item) and not cues("advert").finds(text) and not text.endswith(("?", "？"))
    return item.in_field and item.score >= LEAST_REMARK and is_said and is_earnest


def _is_jest(item: Item) -> bool:
    return cues("jest").finds(item.lead.spoken)


def is_news(item: Item) -> bool:
    """Whether there is a fact in it; what only weighs or asks is a view at most.

    A fact is a thing with a name or of a plain kind, what a company says, a figure, a launch, a model, money or policy.
    """
    text = item.lead.spoken
    if item.name is not None or item.kind is not None or item.is_company:
        return True
    is_public = any(cues(name).finds(text) for name in ("policy", "money")) or model_names().finds(text)
    return not text.endswith(("?", "？")) and (is_public or gives_facts(item.lead))


def _size(item: Item) -> tuple[int, int, int]:
    """Orders topics by accounts, then tweets."""
    return (-item.topic.accounts, -item.topic.tweets, item.topic.topic_no) if item.topic else (0, 0, 0)


@dataclass
class Brief:
    """Facts and choices that the sections share.

    ``used`` holds the quotes already printed, so that none comes twice, ``introduced`` the authors whose role was told.
    ``claims``: what a language model wrote of key points and events, by the id of the tweet that leads each.
    """

    facts: Facts
    channel: Channel
    phrases: Phrases
    taste: Taste = field(default_factory=taste)
    used: set[str] = field(default_factory=set)
    introduced: set[str] = field(default_factory=set)
    claims: Mapping[int, Claim] = field(default_factory=dict)

    @cached_property
    def told(self) -> Facts:
        """The facts that may be told; all others are only counted."""
        return replace(self.facts, tweets=tuple(heard(self.facts.tweets, self.channel)))

    @cached_property
    def judged(self) -> Judgements:
        """What the models say of the tweets that may be told."""
        return self.taste.judge(self.told.tweets, self.channel)

    @cached_property
    def items(self) -> Sequence[Item]:
        """Everything that may be told, best first."""
        return find_items(self.told, self.channel, self.judged)

    @cached_property
    def topics(self) -> Sequence[Item]:
        """The topics worth telling, those of the most accounts first."""
        told = [item for item in self.items if item.topic is not None and item.name and is_worth(item)]
        return sorted(told, key=_size)

    @cached_property
    def headlines(self) -> Sequence[Point]:
        """The key points, each with what else its account tells.

        Where a whole day's news do not fill them, what else was said of the field does. Of a day with hardly a tweet
        few points tell more than many.
        """
        most = self.channel.analysis.key_points
        if self.facts.judgement.is_short:
            return pick(self.news, min(most, SHORT_POINTS))
        return pick(self.news, most, self.remarks if len(self.facts.tweets) >= WHOLE_DAY else ())

    @cached_property
    def news(self) -> Sequence[Item]:
        """The things of the field that have some news in them, best first."""
        return [item for item in self.items if is_worth(item) and is_news(item)]

    @cached_property
    def remarks(self) -> Sequence[Item]:
        """What else of the field can be told in its author's words, best first."""
        return [item for item in self.items if is_plain(item) and item not in self.news]

    @cached_property
    def points(self) -> Sequence[Item]:
        """What the key points are about, asides left out."""
        return [point.item for point in self.headlines]

    @cached_property
    def headlined(self) -> Sequence[Item]:
        """Everything that the key points tell."""
        asides = (point.aside for point in self.headlines)
        return [*self.points, *(aside for aside in asides if aside is not None)]

    def has_headlined(self, item: Item) -> bool:
        """Whether a key point tells the thing, whichever of its tweets leads there."""
        return any(set(item.tweets) == set(other.tweets) for other in self.headlined)

    @cached_property
    def stories(self) -> Sequence[Story]:
        """What the report tells over days, that of the most tweets first."""
        return stories_of(self)

    def story_of(self, item: Item) -> Story | None:
        """The story that a thing is a part of, by its name."""
        return self._stories_by_key.get(key_of(item.name or ""))

    @cached_property
    def _stories_by_key(self) -> Mapping[str, Story]:
        return {key_of(story.name): story for story in self.stories}

    def afresh(self, claims: Mapping[int, Claim]) -> "Brief":
        """The same choices with nothing printed yet, and other claims."""
        other = copy(self)  # what was found once stays found
        other.used, other.introduced, other.claims = set(), set(), claims
        return other

    @property
    def moment(self) -> str:
        """Which words of time the phrases use: ``daily`` or ``window``."""
        return "daily" if self.facts.window.is_daily else "window"

    def word(self, key: str) -> str:
        """A word of time: ``period``, ``before`` or ``now``."""
        return self.phrases[f"{key}.{self.moment}"]

    def excerpt(self, tweet: TweetFact, names: Sequence[str], aim: Aim = "news") -> Excerpt | None:
        """The best piece of the tweet; None where it, or one like it of the same thing, was printed already."""
        piece = best_excerpt(tweet.text, names, aim, avoid=self.used)
        if piece is None:
            return None
        own = [name for name in names[:1] if writes(piece.text, name)]
        rivals = (quote for quote in self.used if all(writes(quote, name) for name in own))
        return None if any(is_alike(piece.text, quote) for quote in rivals) else piece

    def has_quoted(self, tweet: TweetFact) -> bool:
        """Whether some section printed a quote of the tweet."""
        return any(quote in tweet.clean_text for quote in self.used)

    def has_printed(self, claim: Claim) -> bool:
        """Whether some words that a claim rests on were printed already."""
        return any(piece.text in quote or quote in piece.text for _, piece in claim.quotations for quote in self.used)

    def fresh(self, tweets: Iterable[TweetFact], names: Sequence[str]) -> tuple[TweetFact, Excerpt] | None:
        """The first of the tweets with an unprinted piece that is worth printing."""
        return next(self.all_fresh(tweets, names, LEAST_QUOTE_POINTS), None)

    def all_fresh(
        self, tweets: Iterable[TweetFact], names: Sequence[str], least: float
    ) -> Iterator[tuple[TweetFact, Excerpt]]:
        """Each of the tweets that has an unprinted piece of so many points, with it."""
        for tweet in tweets:
            piece = self.excerpt(tweet, names)
            if piece is not None and points(piece, names) >= least:
                yield tweet, piece
