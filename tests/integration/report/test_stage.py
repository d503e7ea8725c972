"""The report stage on a real Postgres: what it stores, and that doing it again changes nothing."""

import json

import pytest

from dawn_chorus.report.model import Report

from .conftest import BANK, KITE, KITE_LATER, VIEW, World

ROWS = "SELECT slug, title, statements, dropped, document FROM results.reports WHERE run_id = :run_id"


def test_the_report_and_its_files_are_stored(world: World) -> None:
    world.write(0, *KITE, *BANK, *VIEW)
    run = world.analyse(0)
    files = world.report(run)
    (row,) = world.rows(ROWS, run)
    assert row["slug"] == "twitter_ai_20260302_20260302"
    assert (row["statements"] > 5, row["dropped"]) == (True, 0)
    assert Report.model_validate(without_texts(row["document"])).section("key_points")
    post = files["_posts/2026-03-02-twitter-ai-20260302-20260302.md"].decode()
    assert "Nimbus Kite 2" in post
    assert "Ostrava Bank" in post
    assert json.loads(files["assets/data/twitter_ai_20260302_20260302.json"])["slug"] == row["slug"]


def test_writing_again_leaves_the_same_bytes(world: World) -> None:
    world.write(0, *KITE, *BANK)
    run = world.analyse(0)
    files, rows = world.report(run), world.rows(ROWS, run)
    assert world.report(run) == files
    assert world.rows(ROWS, run) == rows


def test_changed_facts_make_another_report(world: World) -> None:
    world.write(0, *KITE, *BANK)
    before = world.analyse(0)
    assert "Ostrava Bank" in post_of(world.report(before))
    world.forget_all_of("dee", "eli")
    world.write(0, ("ivo", "Tessaro 4 is now available: an open model for calendars"))
    after = world.analyse(0)
    assert after.run_id != before.run_id
    post = post_of(world.report(after))
    assert "Tessaro 4" in post
    assert "Ostrava" not in post


def test_the_next_day_tells_what_continues_and_what_fell_silent(world: World) -> None:
    world.write(0, *KITE, *BANK)
    world.write(1, *KITE_LATER, *VIEW)
    world.analyse(0)
    post = post_of(world.report(world.analyse(1)))
    assert "没有再出现的话题：**Ostrava Bank**" in post
    assert "昨日 3 条，今日 2 条" in post


@pytest.mark.parametrize("said", [("good morning everyone ☀️",), ("https://t.co/abc",)])
def test_a_day_without_news_gets_an_honest_post(world: World, said: tuple[str, ...]) -> None:
    world.write(0, *((f"user{n}", text) for n, text in enumerate(said)))
    run = world.analyse(0)
    post = post_of(world.report(run))
    assert "；没有可以报道的内容。" in post
    assert world.rows(ROWS, run)[0]["statements"] == 0


def post_of(files: dict[str, bytes]) -> str:
    (post,) = [content for path, content in files.items() if path.startswith("_posts/")]
    return post.decode()


def without_texts(document: dict[str, object]) -> dict[str, object]:
    """The stored report without what is computed from its parts."""
    statements = [
        {key: value for key, value in each.items() if key != "text"}
        for each in document["statements"]  # type: ignore[attr-defined]
    ]
    return {**document, "statements": statements}
