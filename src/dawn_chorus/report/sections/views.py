"""重要观点与见解: what people think, in their own words; who they are; never what they are thought to mean."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dawn_chorus.report.brief import Brief
from dawn_chorus.report.excerpts import Excerpt, width
from dawn_chorus.report.facts import TweetFact
from dawn_chorus.report.items import Item
from dawn_chorus.report.model import Statement
from dawn_chorus.report.people import introduction, is_company
from dawn_chorus.report.quotes import is_dependent, points
from dawn_chorus.report.score import gives_facts
from dawn_chorus.report.sentence import Sentence
from dawn_chorus.report.taste import ARGUMENT, subject_of
from dawn_chorus.report.telling import stop_after
from dawn_chorus.report.wordlists import cues

VIEWS = 6
SHORTEST_VIEW = 45  # Latin letters; below that it is a quip
# Probability of being a view. On days that the model had not seen .75 of such are (include/models/report.json).
# What is not of the channel's field must be a view more surely.
LIKELY_VIEW, LIKELY_OUTSIDE = 0.45, 0.55
LEAST_CARRIERS = 3  # accounts that pass on what somebody says of no topic: no news then, but worth hearing
# Points of a tweet as somebody's view: the quotation's own points and what surrounds it.
LIKELY = 3.0  # times the probability
IN_FIELD, KNOWN_PERSON, HAS_ROLE, ARGUED, FOLLOWED, CARRIED = 1.0, 1.5, 0.7, 0.5, 0.25, 0.8
LAUNCH, ADVERT, HOWTO, GREETING, QUESTION, REPLY, TAGGED = -1.0, -2.0, -1.0, -1.0, -0.5, -0.5, -1.0


@dataclass(frozen=True)
class View:
    """A tweet that gives an opinion, the piece that says it, and what it is about."""

    tweet: TweetFact
    piece: Excerpt
    item: Item
    score: float


def write(brief: Brief) -> Iterator[Statement | None]:
    """One statement for each person, the weightiest view first."""
    heard: set[str] = set()
    for view in find_views(brief):
        if len(heard) == VIEWS:
            return
        if view.tweet.author.key not in heard:
            heard.add(view.tweet.author.key)
            yield _statement(brief, view)


def find_views(brief: Brief) -> list[View]:
    """Every view that is worth telling, the weightiest first; of them `write` tells the first few."""
    return sorted(_views(brief), key=lambda view: (-view.score, view.tweet.tweet_id))


def _views(brief: Brief) -> Iterator[View]:
    for item in brief.items:
        for tweet in item.tweets:
            carriers = len({each.author.key for each in brief.told.carried(tweet)}) if item.topic is None else 1
            likely = brief.judged[tweet.tweet_id].view
            is_heard = carriers >= LEAST_CARRIERS and item.kind is None and not gives_facts(tweet)
            is_view = likely >= (LIKELY_VIEW if item.in_field else LIKELY_OUTSIDE) or is_heard
            if not is_view or not _is_personal(tweet, brief):
                continue
            piece = brief.excerpt(tweet, item.names, "view")
            if piece and _stands_alone(piece) and not brief.has_quoted(tweet):
                score = _score(tweet, piece, brief, item.names) + CARRIED * math.log2(carriers) + LIKELY * likely
                yield View(tweet, piece, item, score)


def _stands_alone(piece: Excerpt) -> bool:
    """Whether the piece begins where a thought begins."""
    return not (piece.is_cut and piece.text[:1].islower()) and not is_dependent(piece.text)


def _is_personal(tweet: TweetFact, brief: Brief) -> bool:
    """Whether a person speaks, long enough to say something."""
    return (
        tweet.speaks_for_itself
        and not is_company(tweet.author, brief.channel)
        and width(tweet.clean_text) >= SHORTEST_VIEW
    )


def _score(tweet: TweetFact, piece: Excerpt, brief: Brief, names: Sequence[str]) -> float:
    text = tweet.clean_text
    entry = brief.channel.roster_by_handle.get(tweet.author.handle.lower())
    subject = subject_of(brief.channel)
    return (
        points(piece, names, "view")
        + IN_FIELD * cues("field_terms", subject).finds(text)
        + KNOWN_PERSON * (entry is not None)
        + HAS_ROLE * bool(introduction(tweet.author, brief.channel)[1])
        + ARGUED * bool(ARGUMENT.search(text))
        + FOLLOWED * math.log10(max(tweet.author.followers or 1, 1))
        + _manner(tweet, text)
    )


def _manner(tweet: TweetFact, text: str) -> float:
    return (
        LAUNCH * cues("launch").finds(text)
        + ADVERT * cues("advert").finds(text)
        + HOWTO * cues("howto").finds(text)
        + GREETING * cues("greeting").finds(text)
        + QUESTION * text.rstrip().endswith(("?", "？"))
        + REPLY * (tweet.kind == "reply")
        + TAGGED * (len(tweet.hashtags) > 1)
    )


def _statement(brief: Brief, view: View) -> Statement | None:
    """Say who, on which topic if the tweet names it, and quote."""
    sentence = Sentence(brief, "views")
    person = sentence.person(view.tweet, bold=True)
    quote = sentence.quote(view.tweet, view.piece.text)
    stop = stop_after(sentence, quote)
    topic = view.item.name if view.item.topic is not None else None
    if topic and sentence.cites(topic):
        sentence.say("views.said_on", person=person, topic=sentence.name(topic), quote=quote, stop=stop)
    else:
        sentence.say("views.said", person=person, quote=quote, stop=stop)
    return sentence.finish()
