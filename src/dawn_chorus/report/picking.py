"""Pick the key points from what may be told: the best things, and no two about one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dawn_chorus.report.choosing import choose, likeness
from dawn_chorus.report.facts import TweetFact
from dawn_chorus.report.items import Item
from dawn_chorus.report.names import also_called, company_names, has_version, writes
from dawn_chorus.report.quotes import best_excerpt
from dawn_chorus.report.score import gives_facts
from dawn_chorus.text.keys import key_of

LEAST_ASIDE = -1.0  # points; below it a second piece of news is rather small talk
ASIDES_AMONG = 30  # what stands further back is not worth a reader's time
# Letters and digits; shorter keys ("o3") occur in other words. And Han characters.
SHORTEST_VERSION, SHORTEST_HAN = 4, 2
REPEATED = 1.0  # points that a thing loses which is told in the very words of a better one
LED_AT_MOST = 2  # points of one account, on a day on which too few speak of the field
VARIED_AMONG = 60  # things of which the order is varied; more are never reached


@dataclass(frozen=True)
class Point:
    """What one key point tells: an item, and another piece of news that only the same account tells, if any."""

    item: Item
    aside: Item | None = None


def pick(items: Iterable[Item], count: int, others: Iterable[Item] = ()) -> list[Point]:
    """``count`` points of the items: no two of one name or topic, and each led by another account.

    Where there are fewer, ``others``, if any, are taken too, after the items, and an account may lead ``LED_AT_MOST``.

    What writes the name and version of a point's thing, or its name in the other script, is about that thing, unless it
    is a topic that others tell without it; and what repeats the words of a better one stands further back
    (``choosing``). A topic whose best tweet is by an account that leads already is led by another one's tweet. What an
    account that leads a point tells besides is that point's aside, where nobody else tells it and it stands among the
    first ``ASIDES_AMONG`` items.
    """
    best, rest = _varied(list(items)), _varied(list(others))
    asides = min(len(best), ASIDES_AMONG)
    points = _pick(best, count, asides, led=1)
    return points if len(points) == count or not rest else _pick([*best, *rest], count, asides, led=LED_AT_MOST)


def _pick(items: Sequence[Item], count: int, asides: int, led: int) -> list[Point]:
    """``asides``: so many of the first items may be such. ``led``: points that an account may lead."""
    points: list[Point] = []
    leads: defaultdict[str, list[int]] = defaultdict(list)  # the account's points
    taken: set[str | int] = set()
    versions: set[str] = set()
    for place, each in enumerate(items):
        item = _led_by(each, [tweet for tweet in each.tweets if not _writes_any(tweet, versions)])
        if _subjects(item) & taken or _writes_any(item.lead, versions):
            continue
        free = [tweet for tweet in item.tweets if not leads.get(tweet.author.key) and not _writes_any(tweet, versions)]
        found = _led_by(item, free) if len(leads[item.lead.author.key]) >= led else item
        own = leads[found.lead.author.key]
        if len(points) < count and len(own) < led:
            own.append(len(points))
            points.append(Point(found))
            versions |= _known_by(item)
        elif own and points[own[0]].aside is None and place < asides and _may_be_aside(item):
            points[own[0]] = replace(points[own[0]], aside=item)
        else:
            continue
        taken |= _subjects(item)
    return points


def _led_by(item: Item, tweets: Iterable[TweetFact]) -> Item:
    """The item with the first of the ``tweets`` in front that nobody passed on; unchanged where there is none."""
    lead = next((tweet for tweet in tweets if not tweet.passed_on), item.lead)
    return replace(item, tweets=(lead, *(tweet for tweet in item.tweets if tweet is not lead)))


def _varied(items: Sequence[Item]) -> list[Item]:
    """The items in the order of their score less what they repeat of better ones."""
    first, rest = items[:VARIED_AMONG], items[VARIED_AMONG:]
    alike = REPEATED * likeness(item.lead.spoken for item in first)
    worth = np.array([item.score for item in first])
    order = choose(worth, alike, [1] * len(first), len(first))
    return [*(first[place] for place in order), *rest]


def _subjects(item: Item) -> set[str | int]:
    """What no other point may be about: its names, unless they are a company's, and the topics of what is quoted."""
    names = {key_of(name) for name in item.names[:2]} - company_names()
    return names | {tweet.topic_no for tweet in item.tweets if tweet.topic_no is not None}


def _known_by(item: Item) -> set[str]:
    """Keys that say that a tweet is about this thing: its names with a version, and what it is called elsewhere."""
    texts = [tweet.clean_text for tweet in item.tweets]
    named = {key_of(name) for name in item.names[:3] if has_version(name)}
    return named.union(*(also_called(name, texts) for name in item.names[:2]))


def _may_be_aside(item: Item) -> bool:
    """Whether nobody else tells it, and a sentence of it says what it is: it stands after another thing's name."""
    piece = best_excerpt(item.lead.text, item.names)
    is_clear = piece is not None and (piece.position == 0 or bool(item.name and writes(piece.text, item.name)))
    return item.accounts == 1 and item.score >= LEAST_ASIDE and is_clear and _gives_news(item)


def _gives_news(item: Item) -> bool:
    """Whether there is more than a name in it: a kind, a launch, a figure, or a company's own word."""
    return item.kind is not None or item.is_company or gives_facts(item.lead)


def _writes_any(tweet: TweetFact, keys: Collection[str]) -> bool:
    """Whether the tweet writes one of the names, given as keys."""
    text = key_of(tweet.clean_text)
    return any(key in text for key in keys if len(key) >= (SHORTEST_VERSION if key.isascii() else SHORTEST_HAN))
