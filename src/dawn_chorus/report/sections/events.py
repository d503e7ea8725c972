"""关键事件与发展: what happened, by kind; a thing whose kind is not plain stands under "other"."""

from collections.abc import Iterator

from dawn_chorus.report.brief import Brief, is_worth
from dawn_chorus.report.items import Item
from dawn_chorus.report.kinds import OTHER, kind_names
from dawn_chorus.report.model import Statement
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
    if kind != OTHER:
        found = [item for item in brief.items if item.kind == kind and item.in_field][:PER_KIND]
    else:
        found = [item for item in brief.items if _is_other(brief, item)][:OTHERS]
    for item in found:
        yield _named(brief, kind, item) if item in brief.headlined else _told(brief, kind, item)


def _is_other(brief: Brief, item: Item) -> bool:
    return item.kind is None and is_worth(item) and item not in brief.headlined


def _named(brief: Brief, kind: str, item: Item) -> Statement | None:
    """A key point of that kind: its name and where it was said."""
    sentence = Sentence(brief, "events", kind)
    references = sentence.reference(tweets_to_cite(item), item.names, limit=REFERENCES)
    sentence.say("events.named", name=label(sentence, item), references=references)
    return sentence.finish()


def _told(brief: Brief, kind: str, item: Item) -> Statement | None:
    """Another thing of that kind: its name, and who says so where the quotation does not name it."""
    sentence = Sentence(brief, "events", kind)
    piece = brief.excerpt(item.lead, item.names)
    least = LEAST_OTHER_POINTS if kind == OTHER else LEAST_QUOTE_POINTS
    if piece is None or points(piece, item.names) < least:
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
