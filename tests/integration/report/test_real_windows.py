"""On real timelines the posts speak of what the days spoke of. Texts are read, never kept."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa

from dawn_chorus import pipeline
from dawn_chorus.report.excerpts import clean
from dawn_chorus.report.kinds import kind_of
from dawn_chorus.report.model import Report
from dawn_chorus.report.stage import compose
from dawn_chorus.text.clean import LINK
from dawn_chorus.window import Window, parse_day

from .conftest import World

AI, CHINESE = "ai_timeline", "zh_timeline"
_made: dict[str, Report] = {}

Labels = Mapping[str, list[dict[str, object]]]


@pytest.fixture(scope="module")
def labels(shared_data: Path) -> Labels:
    """The annotators' labels of every labelled tweet, by the text as the report judges it."""
    return dict(_rows(shared_data / "gold"))


def _rows(folder: Path) -> Iterator[tuple[str, list[dict[str, object]]]]:
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_bytes().splitlines():
            row = msgspec.json.decode(line)
            yield " ".join(LINK.sub(" ", clean(row["text"])).split()), row["labels"]


def report(timeline: str, day: str, world: World, shared_data: Path) -> Report:
    """The report of a real day after one day of history; made once."""
    if f"{timeline} {day}" not in _made:
        pipeline.land(world.channel, sorted((shared_data / timeline / "fixture_2025-11-17_2025-11-30").glob("*.json")))
        last = parse_day(day)
        before = last - dt.timedelta(days=1)
        world.analyse_window(Window(before, before))
        run = world.analyse_window(Window(last, last))
        _made[f"{timeline} {day}"] = compose(world.read(run), world.channel)
    return _made[f"{timeline} {day}"]


@pytest.mark.parametrize(
    ("day", "names"),
    [
        ("2025-11-25", ("Claude Opus 4.5", "Gemini 3", "Nano Banana Pro")),
        ("2025-11-26", ("FLUX.2", "Nano Banana Pro", "Gemini 3")),
        ("2025-11-27", ("DeepSeek-Math-V2", "Nano Banana Pro", "Qwen3-VL")),
    ],
)
def test_the_days_news_are_key_points(
    database: sa.Engine, tmp_path: Path, shared_data: Path, day: str, names: tuple[str, ...]
) -> None:
    points = " ".join(each.text for each in report(AI, day, World(tmp_path), shared_data).section("key_points"))
    assert [name for name in names if name not in points] == []


def test_a_chinese_timeline_is_told_with_chinese_quotations(
    database: sa.Engine, tmp_path: Path, shared_data: Path
) -> None:
    told = report(CHINESE, "2025-11-26", World(tmp_path), shared_data)
    assert sum("「" in each.text for each in told.statements) >= 5
    assert told.dropped == {}


def test_nothing_is_refused_and_every_quotation_is_short(
    database: sa.Engine, tmp_path: Path, shared_data: Path
) -> None:
    told = report(AI, "2025-11-27", World(tmp_path), shared_data)
    quotes = [part.text for each in told.statements for part in each.parts if part.kind == "quote"]
    assert told.dropped == {}
    assert max(map(len, quotes)) <= 150
    assert len(quotes) == len(set(quotes))


def test_four_of_five_printed_kinds_are_right(labels: Labels) -> None:
    """In sample: the word lists were made on these windows."""
    votes: Counter[bool] = Counter()
    for text, given in labels.items():
        kinds = {label["kind"] for label in given}
        if not kinds <= {"ad", "chatter"} and (kind := kind_of(text)):
            votes[kind in kinds] += 1
    assert votes.total() >= 60
    assert votes[True] >= 0.8 * votes.total(), dict(votes)


def test_most_printed_views_are_views(database: sa.Engine, tmp_path: Path, shared_data: Path, labels: Labels) -> None:
    votes: list[bool] = []
    for day in ("2025-11-25", "2025-11-26", "2025-11-27"):
        told = report(AI, day, World(tmp_path), shared_data)
        for each in told.section("views"):
            quote = each.citations[0].quote
            votes += [any(label.get("is_view") for label in given) for text, given in labels.items() if quote in text][
                :1
            ]
    assert len(votes) >= 6
    assert sum(votes) >= 0.6 * len(votes)
