"""Drawing: which tweets of a crowded window are read to the full.

A window of up to MOST_TWEETS is read whole. Of a larger one the texts that most accounts sent are read, in half of the
places, and of the others a draw that depends on nothing but the tweets' ids; the rest are told apart by the texts that
were read (see spread). So time and memory of discovery stay those of MOST_TWEETS, whatever comes in a day.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from dawn_chorus.text.clean import fingerprint
from dawn_chorus.topics.model import Document

# Read in some 15 to 40 CPU seconds. Of a million tweets an event of 400 is drawn ten times on average.
MOST_TWEETS = 25_000
ECHOED_SHARE = 0.5  # of the places for what several accounts sent; a campaign of copies must not fill all of them
# So many accounts are read with a text that more sent: enough to tell that it was passed on (see groups.MIN_ECHO).
COPIES = 5
_MIX = 0x9E3779B97F4A7C15  # odd and near 2^64 over the golden ratio: neighbouring ids land far apart (Knuth 1973)


class Drawn(NamedTuple):
    """The tweets to read and all the others, each by id; ``heads`` is the earliest tweet that says what an id says."""

    read: Sequence[Document]
    rest: Sequence[Document]
    heads: dict[int, int]


def draw(documents: Collection[Document]) -> Drawn:
    """Choose among a window's tweets; their order does not matter."""
    ordered = sorted(documents, key=lambda document: document.tweet_id)
    if len(ordered) <= MOST_TWEETS:
        return Drawn(ordered, [], {})
    groups = _groups(ordered)
    chosen = set(islice(_in_turn([_voices(group) for group in groups]), MOST_TWEETS))
    return Drawn(
        read=[document for document in ordered if document.tweet_id in chosen],
        rest=[document for document in ordered if document.tweet_id not in chosen],
        heads={document.tweet_id: group[0].tweet_id for group in groups for document in group},
    )


def _groups(documents: Sequence[Document]) -> Collection[Sequence[Document]]:
    """The tweets that say the same, letter by letter, each group by id."""
    prints = {document.tweet_id: fingerprint(document.text) for document in documents}
    groups: dict[Hashable, list[Document]] = defaultdict(list)
    for document in documents:
        source = document.ref_tweet_id if document.kind == "retweet" else document.tweet_id
        own = prints[document.tweet_id]
        said: Hashable = own if source is None else prints.get(source, own)
        groups[said or document.tweet_id].append(document)
    return groups.values()


def _voices(group: Sequence[Document]) -> list[int]:
    """Ids of the first tweet of each account, the earliest first."""
    first: dict[str, int] = {}
    for document in group:
        first.setdefault(document.author, document.tweet_id)
    return list(first.values())


def _in_turn(texts: Sequence[list[int]]) -> Iterator[int]:
    """The ids in the order in which they get a place; those of a text come together, the earliest first."""
    drawn = sorted(texts, key=lambda ids: ids[0] * _MIX % (1 << 64))
    echoed = sorted((ids for ids in drawn if len(ids) > 1), key=len, reverse=True)
    first = list(islice((each for ids in echoed for each in ids[:COPIES]), int(MOST_TWEETS * ECHOED_SHARE)))
    yield from first
    placed = set(first)
    yield from (each for ids in drawn if ids[0] not in placed for each in ids[:COPIES])
