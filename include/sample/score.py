"""Say how much of what was planted the reports found.

  python include/sample/score.py _site/assets/data          a folder of twitter_ai_<day>_<day>.json files

Per day: stories planted with at least five tweets that day, how many of them some statement cites and how many some
statement names; statements that rest on small talk or advertising, that cite the engagement farm, or that carry
hostile text; and the planted notable accounts that the report mentions. Nothing here changes a report.
"""

import argparse
import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MIN_TWEETS = 5  # a story with fewer tweets on a day need not be in that day's report

_HERE = Path(__file__).parent
_DAILY = re.compile(r".+_(\d{8})_\1\.json")  # a window of one day; longer ones are not scored
_COLUMNS = ("day", "statements", "stories", "cited", "named", "noise", "farm", "hostile", "notable")

Statement = Mapping[str, Any]


@dataclass(frozen=True)
class DayScore:
    """What one day's report found. Counts are of statements, ``notable`` of accounts; ``missing`` names stories."""

    day: str
    statements: int
    planted: int
    cited: int
    named: int
    noise: int
    farm: int
    hostile: int
    notable: frozenset[str]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """The days that have a report, in order, and how many notable accounts were planted."""

    days: tuple[DayScore, ...]
    notable_planted: int

    def total(self, field: str) -> int:
        """The sum of a count over the days."""
        return sum(getattr(day, field) for day in self.days)

    @property
    def cited_share(self) -> float:
        """Share of the planted story-days that a statement cites, 0..1."""
        return self.total("cited") / max(1, self.total("planted"))

    @property
    def named_share(self) -> float:
        """Share of the planted story-days that a statement names, 0..1."""
        return self.total("named") / max(1, self.total("planted"))

    @property
    def noise_share(self) -> float:
        """Share of the statements that cite small talk or advertising, 0..1."""
        return self.total("noise") / max(1, self.total("statements"))

    @property
    def notable(self) -> frozenset[str]:
        """The planted notable accounts that any report mentions."""
        return frozenset().union(*(day.notable for day in self.days))


def score(truth: Mapping[str, Any], reports: Mapping[str, Sequence[Statement]]) -> Score:
    """Compare ``reports`` (statements by ISO day) with ``truth``; days the truth does not know are left out.

    A report that is not there is no report that found nothing: its day is left out as well.
    """
    days = tuple(score_day(truth, day, reports[day]) for day in truth["days"] if day in reports)
    return Score(days, len(truth["notable_accounts"]))


def score_day(truth: Mapping[str, Any], day: str, statements: Sequence[Statement]) -> DayScore:
    """Compare the ``statements`` of one day's report with what was planted on that day."""
    planted = [story for story in truth["stories"] if story["days"].get(day, 0) >= MIN_TWEETS]
    cited = [story for story in planted if _cites(statements, story["tweet_ids"][day])]
    text = "\n".join(map(_words, statements)).casefold()
    named = [story for story in planted if any(alias.casefold() in text for alias in story["aliases"])]
    farm = [one for ids in truth["farm"]["tweet_ids"].values() for one in ids]
    noise = [one for part in ("chatter", "ads") for ids in truth[part].values() for one in ids]
    return DayScore(
        day=day,
        statements=len(statements),
        planted=len(planted),
        cited=len(cited),
        named=len(named),
        noise=_cites(statements, noise),
        farm=_cites(statements, farm),
        hostile=sum(_is_hostile(truth, one) for one in statements),
        notable=frozenset(one for one in truth["notable_accounts"] if _mentions(statements, one)),
        missing=tuple(story["name"] for story in planted if story not in cited),
    )


def _cites(statements: Sequence[Statement], tweet_ids: Sequence[str]) -> int:
    """How many statements cite at least one of ``tweet_ids``."""
    wanted = set(tweet_ids)
    return sum(any(str(one["tweet_id"]) in wanted for one in item["citations"]) for item in statements)


def _is_hostile(truth: Mapping[str, Any], statement: Statement) -> bool:
    """Whether a statement cites a hostile tweet or holds the mark of one."""
    marked = any(one["marker"] in _words(statement) for one in truth["hostile"])
    return marked or bool(_cites([statement], [one["id"] for one in truth["hostile"]]))


def _words(statement: Statement) -> str:
    """The text of a statement and its quotes."""
    return "\n".join([statement["text"], *(one.get("quote") or "" for one in statement["citations"])])


def _mentions(statements: Sequence[Statement], handle: str) -> bool:
    """Whether a statement cites a tweet by ``handle`` or has the handle in its text."""
    return any(
        handle in item["text"] or any(str(one["author"]).lstrip("@") == handle for one in item["citations"])
        for item in statements
    )


def read_reports(folder: Path) -> dict[str, list[Statement]]:
    """Statements by ISO day, of every daily report's data file in ``folder``."""
    reports = {}
    for path in sorted(folder.glob("*.json")):
        if match := _DAILY.fullmatch(path.name):
            digits = match[1]
            statements = json.loads(path.read_text(encoding="utf-8"))["statements"]
            reports[f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"] = statements
    return reports


def table(result: Score) -> str:
    """The score as an aligned table, the stories that were missed at the end of each line."""
    rows = [_row(day) for day in result.days]
    widths = [max(len(row[column]) for row in [_COLUMNS, *rows]) for column in range(len(_COLUMNS))]
    lines = []
    missed = [", ".join(day.missing) for day in result.days]
    for row, missing in zip([_COLUMNS, *rows], ["not cited", *missed], strict=True):
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        lines.append("  ".join([*cells, missing]).rstrip())
    return "\n".join(lines)


def _row(day: DayScore) -> tuple[str, ...]:
    """The cells of one day, in the order of the columns."""
    counts = (day.statements, day.planted, day.cited, day.named, day.noise, day.farm, day.hostile, len(day.notable))
    return (day.day, *map(str, counts))


def summary(result: Score) -> str:
    """The score in one line."""
    return (
        f"{result.total('cited')} of {result.total('planted')} planted story-days cited ({result.cited_share:.0%}), "
        f"{result.total('named')} named ({result.named_share:.0%}); {result.noise_share:.0%} of statements rest on "
        f"small talk or ads, {result.total('farm')} on the farm, {result.total('hostile')} on hostile text; "
        f"{len(result.notable)} of {result.notable_planted} notable accounts mentioned."
    )


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", type=Path, help="folder with the reports' data files")
    parser.add_argument("--truth", type=Path, default=_HERE / "truth.json", help="default: beside this script")
    options = parser.parse_args(arguments)
    result = score(json.loads(options.truth.read_text(encoding="utf-8")), read_reports(options.reports))
    if not result.days:
        print(f"No report of the sample's days in {options.reports}.", file=sys.stderr)
        print("  → Name the folder that holds twitter_ai_<day>_<day>.json, in a blog assets/data.", file=sys.stderr)
        return 1
    print(table(result))
    print(summary(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
