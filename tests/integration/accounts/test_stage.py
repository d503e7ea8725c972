"""The accounts stage on a real Postgres: what it reads, what it keeps, and that a re-run changes nothing."""

from dawn_chorus.accounts.stage import MOST_ACCOUNTS
from dawn_chorus.database import runs
from dawn_chorus.database.connect import transaction
from dawn_chorus.window import Window

from .conftest import FIRST, SECOND, World

DAY = Window(FIRST, FIRST)
NEXT = Window(SECOND, SECOND)

# Readers engage with two authors, and so have a standing of their own.
READERS = [(reader, author, "retweet") for reader in ("reader_1", "reader_2") for author in ("10", "20")]


def test_the_rows_say_what_the_rank_is_made_of(world: World) -> None:
    for author in ("10", "10", "20"):
        world.write(FIRST, author)
    world.profile(FIRST, "10", "Wren", 1200)
    world.engage(FIRST, [*READERS, ("reader_3", "10", "reply")])
    run = world.open_run(DAY)
    assert world.rank(run) == [
        {
            "run_id": run.run_id,
            "author_key": "10",
            "rank": 1,
            "score": 2.4,
            "basis": "engagers",
            "engagers": 3,
            "followers": 1200,
            "tweets": 2,
            "previous_rank": None,
        },
        {
            "run_id": run.run_id,
            "author_key": "20",
            "rank": 2,
            "score": 2.0,
            "basis": "engagers",
            "engagers": 2,
            "followers": None,
            "tweets": 1,
            "previous_rank": None,
        },
    ]


def test_a_second_run_of_the_stage_leaves_the_same_rows(world: World) -> None:
    world.write(FIRST, "10")
    world.engage(FIRST, READERS)
    run = world.open_run(DAY)
    assert world.rank(run) == world.rank(run) != []


def test_without_any_interaction_followers_decide(world: World) -> None:
    for author, followers in (("10", 99), ("20", 9_999), ("30", None)):
        world.write(FIRST, author)
        world.profile(FIRST, author, f"handle_{author}", followers)
    rows = world.rank(world.open_run(DAY))
    assert [(row["author_key"], row["basis"], row["score"]) for row in rows] == [
        ("20", "followers", 4.0),
        ("10", "followers", 2.0),
        ("30", "followers", 0.0),
    ]


def test_followers_are_the_latest_known_of_the_window(world: World) -> None:
    world.write(FIRST, "10")
    world.profile(FIRST, "10", "wren", 50)
    world.profile(SECOND, "10", "wren", None)
    assert world.rank(world.open_run(Window(FIRST, SECOND)))[0]["followers"] == 50


def test_who_only_retweets_or_is_only_spoken_of_is_not_ranked(world: World) -> None:
    world.write(FIRST, "10", "retweet")
    world.write(FIRST, "20", "reply")
    world.engage(FIRST, [*READERS, ("reader_1", "30", "retweet")])
    assert [row["author_key"] for row in world.rank(world.open_run(DAY))] == ["20"]


def test_the_day_before_counts_half_and_gives_the_previous_rank(world: World) -> None:
    for day in (FIRST, SECOND):
        world.write(day, "10")
        world.write(day, "20")
    world.engage(FIRST, [*READERS, ("20", "10", "retweet")])
    world.engage(SECOND, [("reader_1", "20", "retweet"), ("reader_2", "20", "retweet")])
    yesterday = world.open_run(DAY)
    assert [row["author_key"] for row in world.rank(yesterday)] == ["10", "20"]
    with transaction("analyst") as connection:
        runs.make_current(connection, yesterday)
    rows = world.rank(world.open_run(NEXT))
    assert [(row["author_key"], row["score"], row["previous_rank"]) for row in rows] == [("20", 3.0, 2), ("10", 1.5, 1)]
    assert [row["engagers"] for row in rows] == [2, 0]


def test_a_run_that_is_not_current_gives_no_previous_rank(world: World) -> None:
    for day in (FIRST, SECOND):
        world.write(day, "10")
        world.engage(day, READERS)
    world.rank(world.open_run(DAY))
    assert world.rank(world.open_run(NEXT))[0]["previous_rank"] is None


def test_a_rank_on_another_basis_is_not_compared_with(world: World) -> None:
    for day in (FIRST, SECOND):
        world.write(day, "10")
    yesterday = world.open_run(DAY)
    assert [row["basis"] for row in world.rank(yesterday)] == ["followers"]
    with transaction("analyst") as connection:
        runs.make_current(connection, yesterday)
    world.engage(SECOND, READERS)
    assert [(row["basis"], row["previous_rank"]) for row in world.rank(world.open_run(NEXT))] == [("engagers", None)]


def test_days_beyond_the_history_and_after_the_window_are_not_read(world: World) -> None:
    world.channel = world.channel.model_copy(
        update={"analysis": world.channel.analysis.model_copy(update={"history_days": 0})}
    )
    world.write(SECOND, "10")
    world.engage(FIRST, READERS)
    assert [row["basis"] for row in world.rank(world.open_run(NEXT))] == ["followers"]
    world.write(FIRST, "20")
    world.engage(SECOND, [("reader_3", "20", "retweet"), ("reader_3", "10", "retweet")])
    assert [row["score"] for row in world.rank(world.open_run(DAY))] == [2.0]


def test_another_channel_is_neither_read_nor_changed(world: World) -> None:
    world.write(FIRST, "10")
    world.write(FIRST, "20", channel="twitter_other")
    world.engage(FIRST, READERS, channel="twitter_other")
    rows = world.rank(world.open_run(DAY))
    assert [(row["author_key"], row["basis"]) for row in rows] == [("10", "followers")]


def test_a_mention_by_handle_reaches_the_account_that_bears_it(world: World) -> None:
    world.write(FIRST, "10")
    world.profile(FIRST, "10", "Wren_Bird", None)
    world.engage(
        FIRST,
        [*READERS, ("reader_3", "@wren_bird", "retweet"), ("10", "@wren_bird", "mention"), ("reader_3", "20", "quote")],
    )
    (row,) = world.rank(world.open_run(DAY))
    assert (row["score"], row["engagers"]) == (3.0, 3)


def test_a_farm_of_fresh_accounts_is_absent_however_large(world: World) -> None:
    for author in ("10", "20", "666"):
        world.write(FIRST, author)
    world.profile(FIRST, "666", "moss", 61_000)
    world.engage(FIRST, [*READERS, *[(f"fake_{number}", "666", "retweet") for number in range(500)]])
    assert [row["author_key"] for row in world.rank(world.open_run(DAY))] == ["10", "20"]


def test_only_the_highest_are_kept(world: World) -> None:
    authors = [f"{number:04}" for number in range(MOST_ACCOUNTS + 5)]
    for author in authors:
        world.write(FIRST, author)
    rows = world.rank(world.open_run(DAY))
    assert [row["author_key"] for row in rows] == authors[:MOST_ACCOUNTS]


def test_keys_are_data_whatever_they_read_like(world: World) -> None:
    hostile = "@a'); DROP TABLE results.runs; --"
    world.write(FIRST, hostile)
    world.engage(FIRST, [("reader_1", hostile, "retweet"), ("reader_1", "10", "retweet")])
    assert [row["author_key"] for row in world.rank(world.open_run(DAY))] == [hostile]


def test_a_window_in_which_everybody_only_retweets_has_no_ranking(world: World) -> None:
    world.write(FIRST, "10", "retweet")
    assert world.rank(world.open_run(DAY)) == []
