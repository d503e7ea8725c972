"""The foot of a post: what it is based on."""

from collections.abc import Callable, Iterator

from dawn_chorus.ingest.quality import Reason
from dawn_chorus.report.model import Report

LEAST_UNREAD = 0.05  # of the tweets; fewer are not worth a clause
PRECISE_BELOW = 10  # figures from here on are told whole


def footer_lines(report: Report, speak: Callable[..., str]) -> list[str]:
    """The clauses of the footer; what does not apply is left out."""
    return list(_clauses(report, speak))


def fault_lines(report: Report, speak: Callable[..., str]) -> list[str]:
    """What is wrong with the input, a clause for each fault."""
    faults = [reason for reason in report.judgement.reasons if reason.verdict != "pass"]
    return [_told(reason, report.moment, speak) for reason in faults]


def _told(reason: Reason, moment: str, speak: Callable[..., str]) -> str:
    """A reason in the report's language; its names are of the channel's own file."""
    names = speak("marks.list").join(reason.names)
    return speak(_key(reason, moment), found=_figure(reason.found), of=_figure(reason.of or 0), names=names)


def _key(reason: Reason, moment: str) -> str:
    """The phrase of a reason: of a day, or a mean of many; of a silence, whether any is usual."""
    if reason.measure == "silence":
        return "quality.silence_alone" if reason.of is None else f"quality.silence{'' if reason.of >= 1 else '_brief'}"
    is_mean = reason.measure in ("volume", "hours")
    return f"quality.{reason.measure}.{moment}" if is_mean else f"quality.{reason.measure}"


def _figure(value: float) -> str:
    return f"{value:g}" if value < PRECISE_BELOW else f"{value:.0f}"


def _clauses(report: Report, speak: Callable[..., str]) -> Iterator[str]:
    coverage = report.coverage
    yield speak(
        "footer.tweets",
        tweets=coverage.tweets,
        accounts=coverage.accounts,
        hours=coverage.hours,
        hours_covered=coverage.hours_covered,
    )
    if coverage.tweets_read is not None:
        yield speak("footer.read", tweets_read=coverage.tweets_read)
    if coverage.days_loaded < coverage.days:
        yield speak("footer.missing_days", missing=coverage.days - coverage.days_loaded)
    yield from _of_quality(report, speak)
    yield speak("footer.sources", sources=len(coverage.sources), files=coverage.files)
    yield speak(
        "footer.records",
        records=coverage.records,
        duplicate=coverage.duplicate,
        rejected=coverage.rejected,
        tombstoned=coverage.tombstoned,
    )
    if coverage.unread and coverage.unread >= LEAST_UNREAD * coverage.tweets:
        yield speak("footer.unread", unread=coverage.unread)
    yield speak("footer.copies", near_duplicates=coverage.near_duplicates, retweets=coverage.retweets)
    if report.section("accounts"):
        yield speak(f"footer.by_{coverage.ranked_by}")
    if coverage.is_first:
        yield speak("footer.first")
    if claims := sum(part.kind == "claim" for each in report.statements for part in each.parts):
        yield speak("footer.claims", claims=claims)
    if report.dropped:
        yield speak("footer.dropped", dropped=sum(report.dropped.values()))


def _of_quality(report: Report, speak: Callable[..., str]) -> Iterator[str]:
    """That the report is short, or that poor input was accepted; then what is told without consequence."""
    judgement = report.judgement
    if judgement.is_short:
        yield speak("footer.short")
    elif judgement.is_accepted:
        yield speak("footer.accepted", faults=speak("marks.clause").join(fault_lines(report, speak)))
    yield from (_told(reason, report.moment, speak) for reason in judgement.reasons if reason.verdict == "pass")
