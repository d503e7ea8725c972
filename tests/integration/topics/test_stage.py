"""The topics stage on a real Postgres: what it reads and writes, and that a re-run changes nothing."""

import pytest
import sqlalchemy as sa

from dawn_chorus.database.connect import transaction
from dawn_chorus.topics import stage
from dawn_chorus.topics.discover import discover
from dawn_chorus.topics.exemplars import Standing
from dawn_chorus.topics.model import Discovery, Document

from .conftest import World, channel, day

KITE = (
    "Zorbital has released Nimbus Kite, an open model for images",
    "We put Nimbus Kite to the test: it draws hands with six fingers",
    "刚试了 Nimbus Kite，画图很快，手指还是六根",
)
KITE_LATER = (
    "Nimbus Kite now runs on phones, says Zorbital",
    "A week with Nimbus Kite: hands are still hard",
)
BANK = (
    "Staff of Ostrava Bank go on strike over its new assistant",
    "Why the strike at Ostrava Bank is about more than pay",
)
SINGLES = ("An essay on why reading code aloud helps beginners to find mistakes", "good morning everyone ☀️")


def test_topics_and_every_tweets_place_are_written(world: World) -> None:
    ids = world.write(0, *KITE, *BANK, *SINGLES)
    run = world.analyse(0)
    topics, tweets = world.rows("topics", run), world.rows("run_tweets", run)
    assert [(topic["topic_no"], topic["tweets"], topic["accounts"]) for topic in topics] == [(1, 3, 3), (2, 2, 2)]
    assert topics[0]["names"][0] == "Nimbus Kite"
    assert [row["tweet_id"] for row in tweets] == ids
    assert [row["topic_no"] for row in tweets] == [1, 1, 1, 2, 2, None, None]
    assert {row["role"] for row in tweets} == {"topic", "single", "chatter"}
    assert {row["day"] for row in tweets} == {day(0)}


def test_a_first_day_begins_stories(world: World) -> None:
    first, *_ = world.write(0, *KITE)
    run = world.analyse(0)
    (story,) = world.stories()
    (topic,) = world.rows("topics", run)
    assert topic["story_id"] == story["story_id"]
    assert story["story_id"].startswith("twitter_test-20260302-")
    assert (story["name"], story["first_day"]) == ("Nimbus Kite", day(0))
    assert (topic["story_status"], topic["story_day_no"]) == ("new", 1)
    assert first in topic["exemplars"]


WATCHED = """
INSERT INTO results.watched_accounts VALUES (:run_id, :author, :reason, 1, 9, 9, 0, 3, 9, 9, 0, 0)
"""


@pytest.mark.parametrize(("reason", "speaks"), [("suspicious", False), ("rising", True)])
def test_who_looked_bought_the_day_before_speaks_for_no_topic_of_others(
    world: World, reason: str, speaks: bool
) -> None:
    world.write(0, *BANK)
    monday = world.analyse(0)
    suspect, *_ = world.write(1, *KITE)
    with transaction("analyst") as connection:
        own = {"run_id": monday.run_id, "author": f"a{suspect}", "reason": reason}
        connection.execute(sa.text(WATCHED), own)
    (topic,) = world.rows("topics", world.analyse(1))
    assert (suspect in topic["exemplars"]) is speaks
    assert topic["tweets"] == len(KITE)


def test_running_again_leaves_the_same_rows(world: World) -> None:
    world.write(0, *KITE, *BANK, *SINGLES)
    run = world.analyse(0)
    before = world.rows("topics", run), world.rows("run_tweets", run), world.stories()
    assert world.analyse(0) == run
    assert (world.rows("topics", run), world.rows("run_tweets", run), world.stories()) == before


def test_the_next_day_continues_the_story(world: World) -> None:
    world.write(0, *KITE)
    world.write(1, *KITE_LATER, *BANK)
    monday, tuesday = world.analyse(0), world.analyse(1)
    (old,) = world.rows("topics", monday)
    by_name = {topic["names"][0]: topic for topic in world.rows("topics", tuesday)}
    kite = by_name["Nimbus Kite"]
    assert kite["story_id"] == old["story_id"]
    assert (kite["story_day_no"], kite["tweets_yesterday"], kite["tweets_week"]) == (2, 3, 3)
    assert by_name["Ostrava Bank"]["story_status"] == "new"
    assert len(world.stories()) == 2


def test_days_analysed_in_another_order_have_the_same_ids_where_both_stand_alone(world: World) -> None:
    world.write(0, *KITE)
    world.write(1, *BANK)
    tuesday = world.rows("topics", world.analyse(1))
    world.analyse(0)
    again = world.rows("topics", world.analyse(1))
    assert [topic["story_id"] for topic in again] == [topic["story_id"] for topic in tuesday]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_days_analysed_in_any_order_and_then_refreshed_have_the_same_stories(
    world: World, order: tuple[int, ...]
) -> None:
    world.write(0, *KITE)
    world.write(1, *KITE_LATER, *BANK)
    world.write(
        2, "Nimbus Kite is banned from the coast of Ostrava", "Report: why Nimbus Kite is banned from this coast"
    )
    world.write(-3, *(f"everyday words about matter{n}x and thing{n}y" for n in range(60)))
    for number in (*order, 0, 1, 2):  # a refresh walks the days in order once
        world.analyse(number)
    told = {
        (number, topic["names"][0]): topic["story_id"]
        for number in range(3)
        for topic in world.rows("topics", world.analyse(number))
    }
    kite, bank = "twitter_test-20260302-rs", "twitter_test-20260303-rx"
    assert told == {
        (0, "Nimbus Kite"): kite,
        (1, "Nimbus Kite"): kite,
        (1, "Ostrava Bank"): bank,
        (2, "Nimbus Kite"): kite,
    }


def test_only_current_daily_runs_give_context(world: World) -> None:
    world.write(0, *KITE)
    world.write(1, *KITE)
    world.write(2, *KITE_LATER)
    world.analyse(0, 1)
    (topic,) = world.rows("topics", world.analyse(2))
    assert topic["story_status"] == "new", "a window of two days is no daily run"


def test_a_longer_window_is_one_clustering_and_does_not_rename_stories(world: World) -> None:
    world.write(0, *KITE)
    world.write(1, *KITE_LATER)
    world.analyse(0)
    before = world.stories()
    both = world.analyse(0, 1)
    (topic,) = world.rows("topics", both)
    assert topic["tweets"] == 5
    assert world.stories() == before, "its earliest tweet begins the story that Monday began"
    assert {row["day"] for row in world.rows("run_tweets", both)} == {day(0), day(1)}


def test_another_channel_is_another_world(world: World) -> None:
    world.write(0, *KITE, channel="twitter_other")
    world.write(0, *BANK)
    run = world.analyse(0)
    assert [topic["names"][0] for topic in world.rows("topics", run)] == ["Ostrava Bank"]
    assert len(world.rows("run_tweets", run)) == 2


def test_history_reaches_as_far_back_as_the_channel_says(world: World) -> None:
    common = [f"Everyone likes Nimbus Kite for number{n}" for n in range(40)]
    world.write(0, *common)
    world.write(10, *KITE, *SINGLES)
    near = World(channel(history_days=5))
    far = World(channel(history_days=20))
    told = world.rows("topics", near.analyse(10))
    used_up = world.rows("topics", far.analyse(10))
    assert told[0]["names"] == ["Nimbus Kite"]
    assert not any("Nimbus Kite" in topic["names"] for topic in used_up), "everyone has been saying it for days"


@pytest.fixture
def before(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many tweets before the window each analysis reads."""
    seen: list[int] = []

    def count(tweets: list[Document], history: list[Document], standing: Standing) -> Discovery:
        seen.append(len(history))
        return discover(tweets, history, standing=standing)

    monkeypatch.setattr(stage, "discover", count)
    return seen


def test_the_background_tells_what_is_common_a_sample_of_each_day(
    world: World, before: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "BACKGROUND_DAY_TWEETS", 2)
    world.write(0, *(f"Everyone likes Nimbus Kite for number{n}" for n in range(9)))
    world.write(1, "Nimbus Kite is what everyone likes")
    world.write(10, *KITE)
    World(channel(history_days=5, background_days=20)).analyse(10)
    World(channel(history_days=5, background_days=9)).analyse(10)
    World(channel(history_days=5)).analyse(10)
    assert before == [3, 1, 0]


def test_of_crowded_days_before_a_sample_is_read(
    world: World, before: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "HISTORY_DAY_TWEETS", 4)
    world.write(8, *(f"Everyone likes Nimbus Kite for number{n}" for n in range(9)))
    world.write(9, "Nimbus Kite is what everyone likes")
    world.write(10, *KITE)
    World(channel(history_days=5)).analyse(10)
    assert before == [5]


def test_without_history_days_the_window_is_all(world: World) -> None:
    world.write(0, *KITE)
    alone = World(channel(history_days=0))
    assert len(world.rows("topics", alone.analyse(0))) == 1


def test_a_day_of_nothing_but_small_talk_has_no_topics(world: World) -> None:
    world.write(0, "gm", "😀", "good morning")
    run = world.analyse(0)
    assert world.rows("topics", run) == []
    assert {row["role"] for row in world.rows("run_tweets", run)} == {"chatter"}


def test_an_answer_to_a_topics_tweet_belongs_to_it(world: World) -> None:
    first, *_ = world.write(0, *KITE)
    (answer,) = world.write(0, "no way", kind="reply", of=first)
    rows = {row["tweet_id"]: row for row in world.rows("run_tweets", world.analyse(0))}
    assert rows[answer]["topic_no"] == rows[first]["topic_no"] == 1


def test_hostile_text_is_only_text(world: World) -> None:
    world.write(0, "Nimbus Kite'); DROP TABLE results.topics; --", "Nimbus Kite {{ 7*7 }} %s :name", "x" * 100_000)
    run = world.analyse(0)
    assert len(world.rows("run_tweets", run)) == 3


def test_tweets_marked_as_another_language_are_left_out(world: World) -> None:
    ids = world.write(0, *(f"Quokka 3 is out, note {number}" for number in range(6)))
    marks = dict(zip(ids, ("en", "zh-TW", "ja", None, "qme", "und"), strict=True))
    with transaction("loader") as connection:
        update = sa.text("UPDATE facts.tweets SET lang = :lang WHERE tweet_id = :tweet_id")
        connection.execute(update, [{"tweet_id": tweet_id, "lang": lang} for tweet_id, lang in marks.items()])
    everything = world.rows("run_tweets", world.analyse(0))
    world.channel = world.channel.model_copy(update={"languages": ("en", "zh")})
    chosen = world.rows("run_tweets", world.analyse(0))
    assert [row["tweet_id"] for row in everything] == ids
    assert [row["tweet_id"] for row in chosen] == [each for each in ids if marks[each] != "ja"]
