"""How a report is held against annotators: their lists, kinds and views."""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from dawn_chorus.report.facts import Account
from dawn_chorus.topics.model import Assignment, Discovery, Document, Topic
from gold_report import EPOCH_MS, FIRST_ITEMS, Told, compare_kinds, compare_views, editor_recall, facts_of
from gold_report import report_figures as figures_of

DAY = dt.date(2030, 5, 4)
NOTHING = Told(cited=set(), kinds={}, views=set())


def row(tweet_id: int, *topics: str, kind: str = "other", is_view: bool = False) -> dict[str, Any]:
    """A labelled tweet, its topic as each annotator sees it."""
    labels = [{"annotator": f"n{n}", "topic": each, "kind": kind, "is_view": is_view} for n, each in enumerate(topics)]
    return {"id": str(tweet_id), "labels": labels}


ROWS = [row(1, "kite", "kite"), row(2, "kite", "-"), row(3, "bank", "strike"), row(4, "-", "-")]


def lists(tmp_path: Path, **items: list[Mapping[str, Any]]) -> Path:
    """A window beside which these lists lie."""
    (tmp_path / "window.editor.json").write_text(json.dumps(items))
    return tmp_path / "window.jsonl"


def item(topic: str, *ids: str) -> Mapping[str, Any]:
    return {"topic": topic, "ids": ids}


@pytest.mark.parametrize(
    ("cited", "recall"),
    [(set(), 0), ({1}, 0.5), ({2}, 0.5), ({1, 3}, 1), ({4}, 0), ({99}, 0)],
    ids=["nothing", "its tweet", "another of its topic", "both", "small talk", "not of the window"],
)
def test_an_item_is_found_where_a_point_cites_a_tweet_of_its_topic(
    tmp_path: Path, cited: set[int], recall: float
) -> None:
    path = lists(tmp_path, n0=[item("kite", "1"), item("bank", "3")])
    assert editor_recall(NOTHING._replace(cited=cited), path, ROWS, 0) == recall


def test_an_item_is_found_by_its_tweets_where_its_topic_is_called_otherwise(tmp_path: Path) -> None:
    path = lists(tmp_path, n0=[item("the kite of the harbour", "1", "2")])
    assert editor_recall(NOTHING._replace(cited={2}), path, ROWS, 0) == 1


def test_each_annotator_has_his_own_list_and_topics(tmp_path: Path) -> None:
    path = lists(tmp_path, n0=[item("kite", "1")], n1=[item("kite", "1")])
    told = NOTHING._replace(cited={2})
    assert [editor_recall(told, path, ROWS, n) for n in (0, 1)] == [1, 0]


def test_only_the_first_items_of_a_list_count(tmp_path: Path) -> None:
    path = lists(tmp_path, n0=[*[item("far", "9")] * FIRST_ITEMS, item("kite", "1")])
    assert editor_recall(NOTHING._replace(cited={1}), path, ROWS, 0) == 0


@pytest.mark.parametrize("compare", [compare_kinds, compare_views])
def test_a_report_that_tells_nothing_has_no_figure_but_nought(compare: Any) -> None:
    assert compare(NOTHING, ROWS, 0) == (0, 0)


@pytest.mark.parametrize(
    ("views", "figures"),
    [({1, 2}, (1, 1)), ({1, 3}, (0.5, 0.5)), ({1}, (1, 0.5)), ({1, 2, 3, 4}, (0.5, 1)), ([1, 1], (1, 0.5))],
)
def test_views_are_right_or_found_by_the_annotators_mark(views: Any, figures: tuple[float, float]) -> None:
    rows = [row(1, "kite", is_view=True), row(2, "kite", is_view=True), row(3, "kite"), row(4, "kite")]
    assert compare_views(NOTHING._replace(views=views), rows, 0) == figures


def test_there_is_a_value_of_each_figure_for_each_annotator(tmp_path: Path) -> None:
    path = lists(tmp_path, n0=[item("kite", "1")], n1=[item("strike", "3")])
    figures = figures_of(NOTHING._replace(cited={1}), path, ROWS)
    assert figures["editor_recall_at_10",] == [(1,), (0,)]
    assert {(len(names), len(values)) for names, values in figures.items()} == {(1, 2), (2, 2)}


@pytest.fixture
def window() -> list[Document]:
    """Two tweets of two days, the later one first; one hour and two after noon of the first, UTC."""
    noon = int(dt.datetime(2030, 5, 4, 12, tzinfo=dt.UTC).timestamp() * 1000) - EPOCH_MS
    first, second = ((noon + hours * 3_600_000) << 22 for hours in (1, 2))
    return [Document(second, DAY + dt.timedelta(days=1), "Nadia", "so"), Document(first, DAY, "zhou", "Kites fly")]


@pytest.fixture
def found(window: list[Document]) -> Discovery:
    """The first of them is a topic."""
    second, first = (document.tweet_id for document in window)
    rows = (
        Assignment(first, DAY, "topic", 1, None, 0.9, 0.0, 0.0),
        Assignment(second, DAY + dt.timedelta(days=1), "chatter", None, first, 0.0, 0.9, 0.0),
    )
    return Discovery((Topic(1, "Kites", ("Kites",), ("kites",), (1.0,), "other", 1, 1, (first,), first, DAY),), rows)


def test_facts_are_of_every_tweet_in_order_with_what_was_found_of_it(window: list[Document], found: Discovery) -> None:
    facts = facts_of(window, found, {})
    assert [(each.role, each.topic_no, each.created_at.hour) for each in facts.tweets] == [
        ("topic", 1, 13),
        ("chatter", None, 14),
    ]
    assert facts.tweets[1].duplicate_of == facts.tweets[0].tweet_id


def test_facts_span_the_days_of_the_window(window: list[Document], found: Discovery) -> None:
    facts = facts_of(window, found, {})
    assert (facts.window.first_day, facts.window.last_day) == (DAY, DAY + dt.timedelta(days=1))


def test_an_account_that_was_not_known_before_has_its_handle_alone(window: list[Document], found: Discovery) -> None:
    known = Account("zhou", "Zhou", "Zhou of Ostrava", "Kite engineer", 7)
    facts = facts_of(window, found, {"zhou": known})
    assert [each.author for each in facts.tweets] == [known, Account("@Nadia", "Nadia")]


def test_every_story_of_a_window_without_days_before_is_new(window: list[Document], found: Discovery) -> None:
    (topic,) = facts_of(window, found, {}).topics
    assert (topic.label, topic.story_status, topic.tweets_week) == ("Kites", "new", 0)
