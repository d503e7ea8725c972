"""The benchmark of key sentences: how event-days are read and what its figures mean."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from keypoints import EventDay, figures, lines_of, ours, peers, read

POOL = [
    "The harbour of Ostrava is shut because of ice.",
    "The harbour of Ostrava is shut because of ice since Monday.",
    "Ferries carry 300 people now.",
    "Good night.",
]
DAY = {
    "id": "Ice-r1",
    "facts": ["Harbour shut because of ice", "Ferries carry 300"],
    "pool": "[Ice]\n" + " ".join(POOL),
}


def written(path: Path, *rows: Any) -> Path:
    content = json.dumps(rows).encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def event_day(*facts: str, sentences: list[str] = POOL) -> EventDay:
    return EventDay("Ice-r1", sentences, facts)


@pytest.mark.parametrize("name", ["days.json", "days.json.gz"])
def test_sentences_stand_below_the_title_and_each_counts_once(tmp_path: Path, name: str) -> None:
    (day,) = read(written(tmp_path / name, DAY | {"pool": DAY["pool"] + " Good night."}))
    assert day == EventDay("Ice-r1", POOL, DAY["facts"])


def test_a_pool_without_a_title_is_read_from_its_start(tmp_path: Path) -> None:
    (day,) = read(written(tmp_path / "days.json", DAY | {"pool": "Kites fly. They do!"}))
    assert day.sentences == ["Kites fly.", "They do!"]


@pytest.mark.parametrize("rows", [[3], [{"id": "x"}], [DAY | {"pool": 7}], [DAY | {"facts": None}]])
def test_a_file_of_another_shape_is_refused_with_its_name(tmp_path: Path, rows: list[Any]) -> None:
    with pytest.raises(SystemExit, match=r"days\.json: is no file of event-days"):
        list(read(written(tmp_path / "days.json", *rows)))


@pytest.mark.parametrize("rows", [[], [DAY | {"facts": []}], [DAY | {"pool": "[title]\n"}]])
def test_a_file_in_which_nothing_can_be_measured_is_refused(tmp_path: Path, rows: list[Any]) -> None:
    with pytest.raises(SystemExit, match="holds no event-day"):
        list(lines_of(written(tmp_path / "days.json", *rows)))


@pytest.mark.parametrize(
    ("facts", "chosen", "share"),
    [
        (["harbour shut"], [0], 1.0),
        (["harbour shut", "kites fly"], [0], 0.5),
        (["harbour closed for ferries at night"], [0], 0.0),
        (["harbour ferries carry"], [0, 2], 1.0),
        (["harbour good people kites moon"], [0, 2, 3], 0.0),
        (["it is the"], [0], 0.0),
    ],
    ids=["all", "one of two", "a fifth", "two of three", "no one sentence", "stop words"],
)
def test_a_fact_is_covered_by_one_sentence_with_half_its_words(
    facts: list[str], chosen: list[int], share: float
) -> None:
    assert figures(event_day(*facts), chosen)["facts_covered"] == share


def test_rouge_counts_the_facts_pairs_of_words_that_are_chosen() -> None:
    found = figures(event_day("because of snow", "because of ice"), [0])
    assert found["rouge2"] == pytest.approx(2 / 4), "a pair that is written once is found once"


def test_redundancy_is_that_of_the_nearest_sentence() -> None:
    day = event_day("ice")
    assert figures(day, [0, 2])["redundancy"] == 0
    assert figures(day, [0, 1, 2])["redundancy"] > 0.4
    assert figures(day, [0])["redundancy"] == 0


def test_all_choices_fit_two_hundred_words() -> None:
    day = event_day("ice", sentences=[f"{'kite ' * 39}number{n}" for n in range(9)])
    choices = [ours(day), *(choice for each in peers(day).values() for choice in each)]
    assert {len(choice) for choice in choices} == {5}
    assert peers(day)["lead"] == [[0, 1, 2, 3, 4]]


def test_each_event_day_has_a_line_and_the_file_the_means(tmp_path: Path) -> None:
    other = DAY | {"id": "Ice-r2", "facts": ["kites fly"]}
    first, second, last = lines_of(written(tmp_path / "days.json", DAY, other))
    assert [first["event_day"], second["event_day"]] == ["Ice-r1", "Ice-r2"]
    assert (last["file"], last["event_days"]) == ("days.json", 2)
    assert last["facts_covered"] == (first["facts_covered"] + second["facts_covered"]) / 2 == 0.5
    assert list(last) == ["file", "event_days", "rouge2", "facts_covered", "redundancy", "cpu_seconds", "peers"]
    assert set(last["peers"]) == {"lead", "random", "centroid"}
