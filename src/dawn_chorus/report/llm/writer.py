"""Find claims for key points and events: ask, judge, ask once more with the reasons, leave the rest to templates."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from dawn_chorus.report.brief import Brief
from dawn_chorus.report.checker import Checker
from dawn_chorus.report.claim import Claim
from dawn_chorus.report.llm.answer import Answer
from dawn_chorus.report.llm.judging import MOST_WIDTH, WHY, judge
from dawn_chorus.report.llm.request import Request, Slot, slots_for
from dawn_chorus.report.sections.events import told_here

# Gives the answer to a request, None where there is none; the same request has the same answer.
Ask = Callable[[Request], Answer | None]

THINGS = 10  # of one request: a killed task pays for no more than these again
HAN_WIDTH = 1.85  # Latin letters

log = logging.getLogger("dawn_chorus.llm")


@dataclass
class Outcome:
    """What came of asking. ``refused``: reasons of the claims that may not stand; ``tokens``: estimated, of input."""

    claims: dict[int, Claim] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    tokens: int = 0


def find_claims(brief: Brief, checker: Checker, ask: Ask, most_tokens: int) -> Outcome:
    """Claims by the id of the tweet that leads their thing. At most ``most_tokens`` of input are spent."""
    outcome = Outcome()
    again: list[Slot] = []
    for slots in _batches(slots_for([*brief.points, *told_here(brief)])):
        again += _ask(slots, brief, checker, ask, most_tokens, outcome)
    for slots in _batches(again):
        _ask(slots, brief, checker, ask, most_tokens, outcome)
    return outcome


def _batches(slots: Sequence[Slot]) -> Iterator[Sequence[Slot]]:
    return (slots[start : start + THINGS] for start in range(0, len(slots), THINGS))


def _ask(
    slots: Sequence[Slot], brief: Brief, checker: Checker, ask: Ask, most_tokens: int, outcome: Outcome
) -> list[Slot]:
    """Ask about some things and keep what may stand; gives those whose claim may not, each with the reason."""
    language = brief.phrases.language
    letters = round(MOST_WIDTH / HAN_WIDTH) if language == "zh" else MOST_WIDTH
    request = Request(language, letters, tuple(slots))
    if outcome.tokens + request.tokens > most_tokens:
        log.warning("%s: the limit of %d input tokens is reached", brief.channel.name, most_tokens)
        return []
    outcome.tokens += request.tokens
    answer = ask(request)
    by_alias = {claim.thing: claim for claim in reversed(answer.claims)} if answer else {}
    refused: list[Slot] = []
    for slot in slots:
        given = by_alias.get(slot.alias)
        judged = judge(slot, given, brief, checker) if given else None
        if isinstance(judged, Claim):
            outcome.claims[slot.item.lead.tweet_id] = judged
        elif judged is not None:
            outcome.refused[judged] += 1
            refused.append(replace(slot, refused=WHY[judged]))
    return refused
