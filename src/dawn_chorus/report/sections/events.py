"""关键事件与发展: what happened, by kind; a thing whose kind is not plain stands under "other"."""

from collections.abc import Iterator

from dawn_chorus.report.brief import Brief, is_worth
from dawn_chorus.report.claim import Claim
from dawn_chorus.report.items import Item
from dawn_chorus.report.kinds import OTHER, kind_names
from dawn_chorus.report.model import Part, Statement
from dawn_chorus.report.names import writes
from dawn_chorus.report.quotes import points
from dawn_chorus.report.sentence import Sentence
from dawn_chorus.report.telling import anchor, label, tweets_to_cite

PER_KIND = 6
OTHERS = 8
LEAST_QUOTE_POINTS = 0.5
LEAST_OTHER_POINTS = 1.5  # where not even the kind says why it is told
REFERENCES = 3


def write(brief: Brief) -> Iterator[Statement | None]:
    """The things of each kind, best first; those told above by name only, the others with their best sentence."""
    for kind in kind_names():
        yield from _kind(brief, kind)


def _kind(brief: Brief, kind: str) -> Iterator[Statement | None]:
    for item in _things(brief, kind):
        yield _named(brief, kind, item) if brief.has_headlined(item) else told(brief, item)


def _things(brief: Brief, kind: str) -> list[Item]:
    if kind != OTHER:
        return [item for item in brief.items if item.kind == kind and item.in_field][:PER_KIND]
    return [item for item in brief.items if _is_other(brief, item)][:OTHERS]


def told_here(brief: Brief) -> list[Item]:
    """The things that are told here first, since they are no key points."""
    return [item for kind in kind_names() for item in _things(brief, kind) if not brief.has_headlined(item)]


def _is_other(brief: Brief, item: Item) -> bool:
    return item.kind is None and is_worth(item) and not brief.has_headlined(item)


def _named(brief: Brief, kind: str, item: Item) -> Statement | None:
    """A key point of that kind: its name and where it was said."""
    sentence = Sentence(brief, "events", kind)
    references = sentence.reference(tweets_to_cite(item), item.names, limit=REFERENCES)
    sentence.say("events.named", name=label(sentence, item), references=references)
    return sentence.finish()


def told(brief: Brief, item: Item) -> Statement | None:
    """Another thing of a kind: its name, and who says so where the quotation does not name it."""
    kind = item.kind or OTHER
    sentence = Sentence(brief, "events", kind)
    claim = brief.claims.get(item.lead.tweet_id)
    if claim is not None and not brief.has_printed(claim):
        return _claimed(sentence, item, claim)
    piece = brief.excerpt(item.lead, item.names)
    least = LEAST_OTHER_POINTS if kind == OTHER else LEAST_QUOTE_POINTS
    if piece is None or points(piece, item.names) < least or brief.has_quoted(item.lead):
        return None
    quote = sentence.quote(item.lead, piece.text)
    if item.name is None:
        sentence.say("events.unnamed", person=sentence.person(item.lead), quote=quote)
    elif writes(piece.text, item.name):
        sentence.say("events.said", name=sentence.name(item.name), quote=quote)
    else:
        person = sentence.person(item.lead)
        sentence.say("events.said_by", name=sentence.name(item.name), person=person, quote=quote)
        sentence.add(anchor(sentence, item))
    return sentence.finish()


def _claimed(sentence: Sentence, item: Item, claim: Claim) -> Statement | None:
    """A thing with what a language model claims of it, and the words that this rests on."""
    said = [
        sentence.fill("events.unnamed", person=sentence.person(tweet), quote=sentence.quote(tweet, piece.text))
        for tweet, piece in claim.quotations
    ]
    text = Part(kind="claim", text=claim.text)
    sentence.say("events.claimed", name=label(sentence, item), claim=text, said=sentence.joined(said, "marks.list"))
    sentence.add(anchor(sentence, item))
    return sentence.finish()
