"""Crowds: accounts that exist to applaud one other account."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from dawn_chorus.topics.model import Document

# Fewer engagements may be the only ones that happened to be read; once is how most people pass something on.
MIN_ENGAGEMENTS = 2
# A crowd is hired when it has so many accounts, and they are this share of all who engage with its target. Of the 5,175
# accounts with five engagers or more in four days of real interactions, one has such a crowd.
MIN_CROWD = 5
CROWD_SHARE = 1 / 3


class Crowds(NamedTuple):
    """Accounts that hired crowds applaud, and the members of these crowds."""

    applauded: frozenset[str]
    members: frozenset[str]


def find_crowds(documents: Iterable[Document]) -> Crowds:
    """The hired crowds among the authors: accounts that only answer and repeat, again and again, one and the same."""
    engaged = _engagements(list(documents))
    audience: Counter[str] = Counter(target for targets in engaged.values() for target in targets)
    devoted: dict[str, set[str]] = defaultdict(set)
    for account, targets in engaged.items():
        if len(targets) == 1 and targets.total() >= MIN_ENGAGEMENTS:
            devoted[next(iter(targets))].add(account)
    hired = {
        target: fans
        for target, fans in devoted.items()
        if target and len(fans) >= max(MIN_CROWD, CROWD_SHARE * audience[target])
    }
    return Crowds(frozenset(hired), frozenset().union(*hired.values()))


def _engagements(documents: list[Document]) -> Mapping[str, Counter[str]]:
    """For each account how often it engages with whom; "" is an account that nobody can name, or its own voice."""
    author = {document.tweet_id: document.author for document in documents}
    engaged: dict[str, Counter[str]] = defaultdict(Counter)
    for document in documents:
        target = "" if document.ref_tweet_id is None else author.get(document.ref_tweet_id, "")
        engaged[document.author]["" if target == document.author else target] += 1
    return engaged
