"""The charts of a report: how its topics went over the days and how its accounts ranked, where that says something."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from dawn_chorus.report.brief import Brief
from dawn_chorus.report.excerpts import width
from dawn_chorus.report.model import Chart, Statement, Strand
from dawn_chorus.report.stories import Story
from dawn_chorus.report.words import is_drawable

LEAST_DAYS = 3  # with a run of their own; two days are told in a sentence
LEAST_STRANDS = 2  # rows; one is told in a sentence
LEAST_SEEN = 2  # days on which a story was told, or an account ranked: one is no trend
LEAST_PEAK = 3  # tweets of a story's largest day
TRENDS, RANKS = 8, 8  # rows that a phone shows at once
LONGEST_NAME = 22  # Latin letters
DEEPEST_RANK = 99  # a rank of three digits is none


def find_charts(brief: Brief, statements: Sequence[Statement]) -> Iterator[Chart]:
    """The charts of a report whose accounts are those of ``statements``."""
    days = brief.facts.days_told
    if len(days) < LEAST_DAYS or brief.facts.judgement.is_short:
        return
    span = _span(days[0], days[-1])
    for kind, strands in (("trends", _trends(brief, span)), ("ranks", _ranks(brief, statements, span))):
        if len(strands) >= LEAST_STRANDS:
            yield Chart.model_validate({"kind": kind, "days": span, "strands": strands})


def _span(first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    return tuple(first + dt.timedelta(days=number) for number in range((last - first).days + 1))


def _trends(brief: Brief, days: Sequence[dt.date]) -> list[Strand]:
    """The stories of the report that went over several days, those of the most accounts first."""
    told = [story for story in brief.stories if _is_trend(story) and is_drawable(story.name)]
    known = set(brief.facts.days_told)
    return [Strand(name=_short(story.name), values=_values(story, days, known)) for story in told[:TRENDS]]


def _is_trend(story: Story) -> bool:
    return len(story.tweets) >= LEAST_SEEN and story.tweets[story.peak] >= LEAST_PEAK


def _values(story: Story, days: Sequence[dt.date], known: set[dt.date]) -> tuple[int | None, ...]:
    """Tweets by day: none on a day that was analysed without finding the story is 0."""
    return tuple(story.tweets.get(day, 0) if day in known else None for day in days)


def _ranks(brief: Brief, statements: Sequence[Statement], days: Sequence[dt.date]) -> list[Strand]:
    """The ranks of the accounts that the report names, in its order."""
    named = {each.row.rank for each in statements if each.row is not None}
    ranked = [
        (_called(brief, account.handle), _rank_by_day(brief, account.key, account.rank))
        for account in brief.facts.accounts
        if account.rank in named
    ]
    told = [(name, ranks) for name, ranks in ranked if len(ranks) >= LEAST_SEEN and is_drawable(name)]
    return [Strand(name=_short(name), values=tuple(ranks.get(day) for day in days)) for name, ranks in told[:RANKS]]


def _called(brief: Brief, handle: str) -> str:
    """The name that the channel's readers know, else the handle."""
    entry = brief.channel.roster_by_handle.get(handle.lower())
    return handle if entry is None else entry.called(brief.channel.language)[0]


def _rank_by_day(brief: Brief, key: str, rank: int) -> Mapping[dt.date, int]:
    facts = brief.facts
    own = {facts.window.last_day: rank} if facts.window.is_daily else {}
    ranks = {**facts.ranks.get(key, {}), **own}
    return {day: rank for day, rank in ranks.items() if rank <= DEEPEST_RANK}


def _short(name: str) -> str:
    """The name, cut where it leaves no room for its row."""
    shown = name
    while width(shown) > LONGEST_NAME:
        shown = shown[:-1]
    return shown if shown == name else f"{shown.rstrip()}…"
