"""The benchmark: it measures what it says, and refuses what it cannot read with one line."""

import gzip
import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "benchmarks" / "accounts.py"
DAY = 86_400


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    """The script as a module."""
    specification = importlib.util.spec_from_file_location("accounts_benchmark", SCRIPT)
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def _events(path: Path) -> Path:
    """Three days on which readers retweet author 1 most and 3 least; on the first, a farm praises author 9."""
    lines = []
    for day in range(3):
        for author, readers in ((1, 8), (2, 6), (3, 4)):
            lines += [f"{100 + reader} {author} {day * DAY + reader} RT" for reader in range(readers)]
    lines += [f"{500 + fake} 9 {fake} RT" for fake in range(40)]
    lines += ["1 1 5 RT"]
    with gzip.open(path, "wt") as handle:
        handle.write("\n".join(lines) + "\n")
    return path


def test_it_prints_one_line_per_file_and_method(
    benchmark: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    benchmark.main([str(_events(tmp_path / "week.txt.gz"))])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["method"] for line in lines} >= {"dawn_chorus", "raw_retweets", "pagerank", "hits"}
    assert all(list(line) == ["file", "method", "spearman", "ndcg_at_20", "cpu_seconds"] for line in lines)
    figures = {line["method"]: line["ndcg_at_20"] for line in lines}
    assert figures["dawn_chorus"] == 1
    assert figures["distinct_engagers"] < 1, "the farm's target deceives a count of engagers"


def test_speed_is_measured_on_made_up_days(benchmark: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    benchmark.main(["--edges", "20000"])
    line = json.loads(capsys.readouterr().out)
    assert list(line) == [
        "edges", "history_days", "ranked", "read_cpu_seconds", "update_cpu_seconds", "score_cpu_seconds", "cpu_seconds",
        "peak_mb",
    ]  # fmt: skip
    assert line["ranked"] > 0


def test_a_perfect_forecast_has_a_gain_of_one(benchmark: ModuleType, tmp_path: Path) -> None:
    events = benchmark.read_events(_events(tmp_path / "week.txt.gz"))
    future = events.loc[events["kind"] == "retweet"].groupby("to_key")["from_key"].nunique().drop("9")
    figures = benchmark.measure(events, lambda past: future.astype("float64"))
    assert (figures["ndcg_at_20"], figures["spearman"]) == (1, 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1 2 soon RT\n", "cannot be read"),
        ("1 2 1341100972 poke\n", "kind one of RT, MT, RE, QT"),
        ("", "cannot be read|every line must read"),
        ("1 2 1341100972 RT\n3 2 1341100973 RT\n", "holds one day only"),
    ],
)
def test_what_it_cannot_measure_ends_with_one_line(
    benchmark: ModuleType, tmp_path: Path, text: str, reason: str
) -> None:
    path = tmp_path / "events.txt"
    path.write_text(text)
    with pytest.raises(SystemExit, match=reason):
        benchmark.main([str(path)])


def test_a_missing_file_ends_with_one_line(benchmark: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="cannot be read"):
        benchmark.main([str(tmp_path / "absent.txt")])
