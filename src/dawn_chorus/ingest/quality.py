"""Whether the input of a window is good enough for a report: a pure judgement of what was measured.

A channel is held against itself: ten tweets a day are normal where ten are usual, and nothing is usual before enough
days are known. Each measure gives a verdict; the worst one counts. Repeats and failed sources never block by
themselves: what they cost shows in the number of tweets.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import msgspec

from dawn_chorus.source import Quality

Verdict = Literal["pass", "thin", "block"]
Measure = Literal["empty", "volume", "hours", "silence", "rejects", "repeats", "sources", "before"]

SEVERITY: Sequence[Verdict] = ("pass", "thin", "block")

HISTORY_DAYS = 14  # two of each weekday
LEAST_DAYS = 5  # with tweets among them: a median of fewer is chance
LEAST_USUAL_TWEETS = 10  # a day: of five a day one is as likely as three are
LEAST_USUAL_HOURS = 18  # a channel that is heard in fewer is silent for half a day now and then
LEAST_REJECTED = 10  # records: a small file is not judged by three of them
# Before anything is usual: so many tweets a day, and then half a day of nothing, are a file that was cut off.
BUSY_TWEETS, HALF_DAY_HOURS = 100, 12.0


@dataclass(frozen=True)
class LostSource:
    """A source that gave nothing or not all. ``share``: of what the channel usually receives, 0 to 1."""

    name: str
    share: float


@dataclass(frozen=True)
class Measures:
    """What is measured of a window. ``usual_…``: medians of earlier days, a day; None where too few are known.

    ``silence_hours``: from the last tweet to the window's end; None without tweets. ``rejected`` leaves out the notes
    of failed sources. ``is_after_thin``: the report of the day before was made of poor input.
    """

    days: int
    tweets: int
    hours_covered: int
    silence_hours: float | None
    records: int
    duplicate: int
    rejected: int
    tombstoned: int
    days_known: int = 0
    usual_tweets: float | None = None
    usual_hours: float | None = None
    usual_silence_hours: float | None = None
    lost: tuple[LostSource, ...] = ()
    is_after_thin: bool = False


@dataclass(frozen=True)
class Reason:
    """One thing worth telling: what was ``found``, ``of`` how much, or where how much is usual.

    ``verdict``: what it alone would give; a pass is told and changes nothing. ``names``: of sources.
    """

    measure: Measure
    verdict: Verdict
    found: float = 0
    of: float | None = None
    names: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The reason in one English clause."""
        usual = "" if self.of is None else f", usually {self.of:g}" if self.of >= 1 else ", usually under 1"
        clauses: dict[Measure, str] = {
            "empty": "no tweets",
            "volume": f"{self.found:g} tweets a day{usual}",
            "hours": f"{self.found:g} hours of a day have tweets{usual}",
            "silence": f"the last tweet is {self.found:g} h before the end{usual}",
            "rejects": f"{self.found:g} of {self.of or 0:g} records were refused",
            "repeats": f"{self.found:g} of {self.of or 0:g} records repeat others",
            "sources": f"gave nothing or not all: {', '.join(self.names)}",
            "before": "the day before was thin",
        }
        return clauses[self.measure]


@dataclass(frozen=True)
class Judgement:
    """The verdict on a window and its reasons; ``accepted_reason``: why an operator takes the input as it is, and when.

    The moment is aware UTC.
    """

    verdict: Verdict
    reasons: tuple[Reason, ...]
    measures: Measures
    accepted_reason: str | None = None
    accepted_at: dt.datetime | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is not a single tweet; that nobody can accept."""
        return self.measures.tweets == 0

    @property
    def faults(self) -> list[Reason]:
        """The reasons that make the window thin or block it."""
        return [reason for reason in self.reasons if reason.verdict != "pass"]

    @property
    def blocks(self) -> bool:
        """Whether there is to be no report."""
        return self.verdict == "block" and self.accepted_reason is None

    @property
    def told_hash(self) -> str | None:
        """Identity of what a report tells of it; None where that is nothing. What is usual counts only where told."""
        if not self.reasons:
            return None
        told = [self.verdict, self.accepted_reason is not None, [asdict(each) for each in self.reasons]]
        return hashlib.sha256(msgspec.json.encode(told)).hexdigest()

    @property
    def text(self) -> str:
        """The judgement on one line."""
        accepted = "" if self.accepted_reason is None else f" (accepted: {self.accepted_reason})"
        return f"{self.verdict}{accepted}" + "".join(f"; {each.text}" for each in self.reasons)


def judge(measures: Measures, limits: Quality) -> Judgement:
    """The judgement on a window; without tweets it blocks, and nothing else is looked at."""
    if measures.tweets == 0:
        return Judgement("block", (Reason("empty", "block"),), measures)
    looks = (_volume, _hours, _silence, _rejects, _repeats, _sources, _before)
    reasons = tuple(reason for look in looks for reason in look(measures, limits))
    return Judgement(worst(reason.verdict for reason in reasons), reasons, measures)


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The severest of them; pass where there is none."""
    return max(verdicts, key=SEVERITY.index, default="pass")


def covers(accepted: Sequence[Reason], found: Sequence[Reason]) -> bool:
    """Whether who accepted some faults has accepted these: no other kind, and none that is graver."""
    limits = {reason.measure: SEVERITY.index(reason.verdict) for reason in accepted}
    faults = [reason for reason in found if reason.verdict != "pass"]
    return all(SEVERITY.index(fault.verdict) <= limits.get(fault.measure, 0) for fault in faults)


def _below(value: float, thin: float, block: float) -> Verdict:
    return "block" if value < block else "thin" if value < thin else "pass"


def _above(value: float, thin: float, block: float) -> Verdict:
    return "block" if value > block else "thin" if value > thin else "pass"


def _fault(measure: Measure, verdict: Verdict, found: float, of: float | None) -> Iterator[Reason]:
    """The reason, where it is one; figures rounded as they are told."""
    if verdict != "pass":
        yield Reason(measure, verdict, round(found, 1), None if of is None else round(of, 1))


def _volume(measures: Measures, limits: Quality) -> Iterator[Reason]:
    """Tweets a day against the usual number."""
    usual = measures.usual_tweets or 0
    if usual >= LEAST_USUAL_TWEETS:
        a_day = measures.tweets / measures.days
        verdict = _below(a_day / usual, limits.thin_volume, limits.block_volume)
        yield from _fault("volume", verdict, a_day, usual)


def _hours(measures: Measures, limits: Quality) -> Iterator[Reason]:
    """Hours with tweets against the usual number."""
    usual = measures.usual_hours or 0
    if usual >= LEAST_USUAL_HOURS:
        a_day = measures.hours_covered / measures.days
        verdict = _below(a_day / usual, limits.thin_hours, limits.block_hours)
        yield from _fault("hours", verdict, a_day, usual)


def _silence(measures: Measures, limits: Quality) -> Iterator[Reason]:
    """Hours without a tweet at the end, beyond the usual ones; before anything is usual, only half a busy day."""
    found = measures.silence_hours or 0
    usual = measures.usual_silence_hours
    if usual is not None and (measures.usual_hours or 0) >= LEAST_USUAL_HOURS:
        yield from _fault("silence", _above(found - usual, limits.thin_silence, limits.block_silence), found, usual)
    elif usual is None and measures.tweets >= BUSY_TWEETS * measures.days and found > HALF_DAY_HOURS:
        yield from _fault("silence", "thin", found, None)


def _rejects(measures: Measures, limits: Quality) -> Iterator[Reason]:
    if measures.rejected >= LEAST_REJECTED:
        verdict = _above(measures.rejected / measures.records, limits.thin_rejects, limits.block_rejects)
        yield from _fault("rejects", verdict, measures.rejected, measures.records)


def _repeats(measures: Measures, limits: Quality) -> Iterator[Reason]:
    verdict = _above(measures.duplicate / measures.records, limits.thin_repeats, 1)
    yield from _fault("repeats", verdict, measures.duplicate, measures.records)


def _sources(measures: Measures, limits: Quality) -> Iterator[Reason]:
    """Sources that failed are always told; how much they usually give decides whether the window is thin."""
    if measures.lost:
        share = min(1.0, sum(each.share for each in measures.lost))
        names = tuple(each.name for each in measures.lost)
        yield Reason("sources", "thin" if share > limits.thin_lost else "pass", round(share, 2), None, names)


def _before(measures: Measures, limits: Quality) -> Iterator[Reason]:
    """Against a short day everything seems to rise."""
    if measures.is_after_thin:
        yield Reason("before", "pass")
