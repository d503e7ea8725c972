"""Exemplars: the few tweets that speak for a topic: central, informative, first-hand, by different authors."""

from collections.abc import Sequence
from typing import NamedTuple

from dawn_chorus.topics.model import Document
from dawn_chorus.topics.triage import Scores

MAX_EXEMPLARS = 3
# A retweet's text is somebody else's; a reply leans on what it answers.
KIND_FACTOR = {"original": 1.0, "quote": 0.95, "reply": 0.8, "retweet": 0.5}
NOTABLE_FACTOR = 1.05  # between near-equals a voice that is heard; what is clearly more central stays first


class Standing(NamedTuple):
    """Account keys: who is notable, and whose engagers look bought."""

    notable: frozenset[str] = frozenset()
    suspicious: frozenset[str] = frozenset()


NOBODY = Standing()


class Candidate(NamedTuple):
    """One distinct text of a topic: its earliest tweet, its scores and its cosine to the topic's centre."""

    document: Document
    scores: Scores
    centrality: float


def exemplars(candidates: Sequence[Candidate], standing: Standing = NOBODY) -> list[Candidate]:
    """At most MAX_EXEMPLARS of a topic's texts, best first; a second one by the same author only for want of others.

    A suspicious account speaks for no topic in which anybody else has a text.
    """
    sound = [each for each in candidates if each.document.author not in standing.suspicious] or candidates
    ranked = sorted(sound, key=lambda candidate: (-_worth(candidate, standing), candidate.document.tweet_id))
    heard: set[str] = set()
    fresh: list[Candidate] = []
    again: list[Candidate] = []
    for candidate in ranked:
        (again if candidate.document.author in heard else fresh).append(candidate)
        heard.add(candidate.document.author)
    return (fresh + again)[:MAX_EXEMPLARS]


def _worth(candidate: Candidate, standing: Standing) -> float:
    """Centrality, less for what looks like small talk or advertising, and for words that are not the author's own."""
    scores = candidate.scores
    informative = (1 - scores.chatter) * (1 - scores.ad)
    heard = NOTABLE_FACTOR if candidate.document.author in standing.notable else 1.0
    return candidate.centrality * informative * heard * KIND_FACTOR.get(candidate.document.kind, 1.0)
