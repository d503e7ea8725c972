"""The foot of a post: what it is based on."""

from collections.abc import Callable, Iterator

from dawn_chorus.report.model import Report


def footer_lines(report: Report, speak: Callable[..., str]) -> list[str]:
    """The clauses of the footer; what does not apply is left out."""
    return list(_clauses(report, speak))


def _clauses(report: Report, speak: Callable[..., str]) -> Iterator[str]:
    coverage = report.coverage
    yield speak(
        "footer.tweets",
        tweets=coverage.tweets,
        accounts=coverage.accounts,
        hours=coverage.hours,
        hours_covered=coverage.hours_covered,
    )
    if coverage.days_loaded < coverage.days:
        yield speak("footer.missing_days", missing=coverage.days - coverage.days_loaded)
    yield speak("footer.sources", sources=len(coverage.sources), files=coverage.files)
    yield speak(
        "footer.records",
        records=coverage.records,
        duplicate=coverage.duplicate,
        rejected=coverage.rejected,
        tombstoned=coverage.tombstoned,
    )
    yield speak("footer.copies", near_duplicates=coverage.near_duplicates, retweets=coverage.retweets)
    if report.section("accounts"):
        yield speak(f"footer.by_{coverage.ranked_by}")
    if coverage.is_first:
        yield speak("footer.first")
    if report.dropped:
        yield speak("footer.dropped", dropped=sum(report.dropped.values()))
