"""重要观点与见解: what people think, in their own words; who they are; never what they are thought to mean."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dawn_chorus.report.brief import Brief
from dawn_chorus.report.excerpts import Excerpt, width
from dawn_chorus.report.facts import TweetFact
from dawn_chorus.report.items import Item
from dawn_chorus.report.model import Statement
from dawn_chorus.report.people import introduction, is_company
from dawn_chorus.report.quotes import points
from dawn_chorus.report.score import subject_of
from dawn_chorus.report.sentence import Sentence
from dawn_chorus.report.telling import stop_after
from dawn_chorus.report.wordlists import cues

VIEWS = 6
LEAST_POINTS = 4.0
SHORTEST_VIEW = 60  # Latin letters; below that it is a quip
# Points of a tweet as somebody's view: the quotation's own points and what surrounds it.
IN_FIELD, KNOWN_PERSON, HAS_ROLE, ARGUED, FOLLOWED = 1.0, 1.5, 0.7, 0.5, 0.25
LAUNCH, ADVERT, HOWTO, GREETING, QUESTION, REPLY, TAGGED = -1.0, -2.0, -1.0, -1.0, -0.5, -0.5, -1.0

_ARGUMENT = re.compile(
    r"\b(?:because|but|instead|rather than|however|yet|unless|if|until)\b|因为|但|而不是|除非|如果|所以", re.IGNORECASE
)


@dataclass(frozen=True)
class _View:
    tweet: TweetFact
    piece: Excerpt
    item: Item
    score: float


def write(brief: Brief) -> Iterator[Statement | None]:
    """One statement for each person, the weightiest view first."""
    found = sorted(_views(brief), key=lambda view: (-view.score, view.tweet.tweet_id))
    heard: set[str] = set()
    for view in found:
        if view.score < LEAST_POINTS or len(heard) == VIEWS:
            return
        if view.tweet.author.key not in heard:
            heard.add(view.tweet.author.key)
            yield _statement(brief, view)


def _views(brief: Brief) -> Iterator[_View]:
    for item in brief.items:
        for tweet in item.tweets if item.in_field else ():
            piece = brief.excerpt(tweet, item.names, "view")
            if piece is None or not _is_opinion(piece):
                continue
            if _is_personal(tweet, brief) and not brief.has_quoted(tweet):
                yield _View(tweet, piece, item, _score(tweet, piece, brief, item.names))


def _is_opinion(piece: Excerpt) -> bool:
    """Whether the piece itself holds the opinion, and begins where a thought begins."""
    return cues("opinion").finds(piece.text) and not (piece.is_cut and piece.text[:1].islower())


def _is_personal(tweet: TweetFact, brief: Brief) -> bool:
    """Whether a person speaks, long enough to say something."""
    return not is_company(tweet.author, brief.channel) and width(tweet.clean_text) >= SHORTEST_VIEW


def _score(tweet: TweetFact, piece: Excerpt, brief: Brief, names: Sequence[str]) -> float:
    text = tweet.clean_text
    entry = brief.channel.roster_by_handle.get(tweet.author.handle.lower())
    subject = subject_of(brief.channel)
    return (
        points(piece, names, "view")
        + IN_FIELD * cues("field_terms", subject).finds(text)
        + KNOWN_PERSON * (entry is not None)
        + HAS_ROLE * bool(introduction(tweet.author, brief.channel)[1])
        + ARGUED * bool(_ARGUMENT.search(text))
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


def _statement(brief: Brief, view: _View) -> Statement | None:
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
