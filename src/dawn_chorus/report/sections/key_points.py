"""核心信息: the ten things a reader should be told, each with the words of who said it."""

from collections.abc import Iterator
from itertools import islice

from dawn_chorus.report.brief import Brief
from dawn_chorus.report.choosing import key_sentences
from dawn_chorus.report.excerpts import Excerpt
from dawn_chorus.report.facts import TweetFact
from dawn_chorus.report.items import Item
from dawn_chorus.report.model import Part, Statement
from dawn_chorus.report.picking import Point
from dawn_chorus.report.sentence import Sentence
from dawn_chorus.report.telling import anchor, corroboration, course, label, status, stop_after, tweets_to_cite

LEAST_SECOND_POINTS = 2.5  # a second account is quoted where it adds a fact, not where it applauds


def write(brief: Brief) -> Iterator[Statement | None]:
    """One statement for each key point, best first."""
    return (tell(brief, point) for point in brief.headlines)


def tell(brief: Brief, point: Point) -> Statement | None:
    """Say name, kind, status and corroboration, what a language model claims, who said what, what else is told."""
    sentence, item = Sentence(brief, "key_points"), point.item
    claim = brief.claims.get(item.lead.tweet_id)
    chosen = _quotes(brief, item) if claim is None else claim.quotations
    if not chosen:
        return None
    sentence.add(label(sentence, item))
    for fact in _facts(sentence, item):
        sentence.say("key_points.fact", fact=fact)
    sentence.say("key_points.stop" if item.name or claim else "key_points.says")
    if claim is not None:
        sentence.say("key_points.claim", claim=Part(kind="claim", text=claim.text))
    said = sentence.joined((_said(sentence, item, tweet, piece) for tweet, piece in chosen), "marks.then")
    stop = stop_after(sentence, said) or (sentence.fill("marks.then") if point.aside is not None else [])
    sentence.add([*said, *anchor(sentence, item), *stop])
    if point.aside is not None:
        _tell_aside(sentence, point.aside)
    return sentence.finish()


def _tell_aside(sentence: Sentence, aside: Item) -> None:
    """What else the account tells, in its best words; nothing where they are told already."""
    piece = sentence.brief.excerpt(aside.lead, aside.names)
    if piece is not None:
        sentence.brief.used.add(piece.text)
        person, quote = sentence.person(aside.lead), sentence.quote(aside.lead, piece.text)
        sentence.say("key_points.aside", person=person, quote=quote, stop=stop_after(sentence, quote))


def _said(sentence: Sentence, item: Item, tweet: TweetFact, piece: Excerpt) -> list[Part]:
    """Who said what; without the who where the author's name stands right before it."""
    quote = sentence.quote(tweet, piece.text)
    if item.name is None and tweet is item.lead and item.lead.tweet_id not in sentence.brief.claims:
        return quote
    return sentence.fill("key_points.said", person=sentence.person(tweet), quote=quote)


def _facts(sentence: Sentence, item: Item) -> Iterator[list[Part]]:
    """Kind, status and corroboration, as far as they are known."""
    if item.kind:
        yield sentence.fill(f"kinds.{item.kind}")
    if known := _status(sentence, item):
        yield known
    yield corroboration(sentence, item)


def _status(sentence: Sentence, item: Item) -> list[Part]:
    """How a thing stands to the day before; in the report of a longer window, how it went."""
    if not sentence.brief.facts.window.is_daily:
        return course(sentence, item)
    return [] if item.topic is None else status(sentence, item.topic)


def _quotes(brief: Brief, item: Item) -> list[tuple[TweetFact, Excerpt]]:
    """The best piece of the best tweet, and one of another account that tells most of what else is told of it."""
    lead = brief.excerpt(item.lead, item.names)
    others = [tweet for tweet in tweets_to_cite(item) if tweet.author.key != item.lead.author.key]
    if lead is None:
        return list(islice(brief.all_fresh(others, item.names, LEAST_SECOND_POINTS), 1))
    brief.used.add(lead.text)
    voices = list(brief.all_fresh(others, item.names, LEAST_SECOND_POINTS))
    pieces = [lead, *(piece for _, piece in voices)]
    second = key_sentences(pieces, item.names, [1] * len(pieces), room=1, said=1)
    return [(item.lead, lead), *(voices[place - 1] for place in second)]
