"""The accounts stage on a real Postgres: what it reads, what it keeps, and that a re-run changes nothing."""

import datetime as dt

import pytest
import sqlalchemy as sa

from dawn_chorus.channel import RosterEntry
from dawn_chorus.database.connect import transaction
from dawn_chorus.window import Window

from .conftest import FIRST, SECOND, World

AUTHORS = ("10", "20", "30")
# Readers engage with three authors, and so have a standing of their own.
READERS = [(f"reader_{n}", author, "retweet") for n in range(5) for author in AUTHORS]
MORE = [
    ("reader_9", "10", "retweet"),
    ("reader_9", "20", "retweet"),
    ("reader_8", "10", "retweet"),
    ("reader_8", "1", "reply"),
]
FARM = [(f"fake_{n}", "66", "retweet") for n in range(12)]


def write_all(world: World, day: dt.date = FIRST) -> None:
    """A tweet of every author."""
    for author in AUTHORS:
        world.write(day, author)


def order(rows: list[dict[str, object]]) -> list[object]:
    return [row["author_key"] for row in rows]


def test_the_rows_say_what_the_rank_is_made_of(world: World) -> None:
    write_all(world)
    world.write(FIRST, "10", "retweet")
    world.profile(FIRST, "10", "Wren", 1200)
    world.engage(FIRST, [*READERS, *MORE])
    first, *_ = world.rank_day(FIRST)
    assert first["author_key"] == "10"
    assert {name: first[name] for name in ("rank", "basis", "endorsers", "engagers", "followers", "tweets")} == {
        "rank": 1, "basis": "engagers", "endorsers": 7, "engagers": 7, "followers": 1200, "tweets": 1,
    }  # fmt: skip
    assert (first["originality"], first["consistency"], first["focus"], first["lift"]) == (0.5, 1, 0, 0)
    assert first["reach"] == first["votes"] > 0
    assert (first["previous_rank"], first["is_new"], first["responses"]) == (None, None, None)


def test_a_second_run_of_the_stage_leaves_the_same_rows(world: World) -> None:
    write_all(world)
    world.write(FIRST, "66")
    world.engage(FIRST, [*READERS, *FARM])
    world.close(FIRST)
    run = world.open_run(Window(FIRST, FIRST))
    assert world.rank(run) == world.rank(run) != []
    assert order(world.rows("watched_accounts")) == ["66"]


def test_a_graph_is_made_once_and_again_when_its_day_changed(world: World) -> None:
    write_all(world)
    world.engage(FIRST, READERS)
    world.rank_day(FIRST)
    (kept,) = world.rows("daily_graphs")
    world.engage(FIRST, MORE)
    run = world.open_run(Window(FIRST, FIRST))
    world.rank(run)
    assert world.rows("daily_graphs") == [kept], "the ledger does not say that the day changed"
    world.rank_day(FIRST)
    (again,) = world.rows("daily_graphs")
    assert again["edges"] == kept["edges"] + 4
    with transaction("analyst") as connection:
        connection.execute(sa.text("DELETE FROM results.daily_graphs"))
    world.rank(run)
    assert world.rows("daily_graphs") == [again], "a graph is a function of its day"


def test_whoever_is_ranked_first_a_day_has_the_same_rows(world: World) -> None:
    for day in (FIRST, SECOND):
        write_all(world, day)
        world.engage(day, READERS)
        world.close(day)
    late, early = (world.open_run(Window(day, day)) for day in (SECOND, FIRST))
    backwards = world.rank(late), world.rank(early)
    with transaction("analyst") as connection:
        connection.execute(sa.text("DELETE FROM results.daily_graphs"))
    forwards = world.rank(early), world.rank(late)
    assert backwards == forwards[::-1]


def test_without_any_interaction_followers_decide(world: World) -> None:
    for author, followers in (("10", 99), ("20", 9_999), ("30", None)):
        world.write(FIRST, author)
        world.profile(FIRST, author, f"handle_{author}", followers)
    rows = world.rank_day(FIRST)
    assert [(row["author_key"], row["basis"], row["score"]) for row in rows] == [
        ("20", "followers", 4.0),
        ("10", "followers", 2.0),
        ("30", "followers", 0.0),
    ]


def test_a_farm_neither_ranks_by_engagers_nor_by_followers_and_is_shown_to_the_operator(world: World) -> None:
    for author, followers in (("66", 90_000), ("10", 5)):
        world.write(FIRST, author)
        world.profile(FIRST, author, f"handle_{author}", followers)
    world.engage(FIRST, FARM)
    assert order(world.rank_day(FIRST)) == ["10"]
    (row,) = world.rows("watched_accounts")
    assert (row["author_key"], row["reason"], row["engagers"], row["devoted"]) == ("66", "suspicious", 12, 12)


def test_followers_are_the_latest_known_of_the_window(world: World) -> None:
    world.write(FIRST, "10")
    world.profile(FIRST, "10", "wren", 50)
    world.profile(SECOND, "10", "wren", None)
    world.close(FIRST, SECOND)
    assert world.rank(world.open_run(Window(FIRST, SECOND)))[0]["followers"] == 50


def test_who_only_retweets_or_is_only_spoken_of_is_not_ranked(world: World) -> None:
    write_all(world)
    world.write(FIRST, "40", "retweet")
    world.engage(FIRST, [*READERS, *[(f"reader_{n}", key, "retweet") for n in range(5) for key in ("40", "50")]])
    assert sorted(map(str, order(world.rank_day(FIRST)))) == list(AUTHORS)


def test_the_day_before_gives_the_previous_rank_and_tells_who_is_new(world: World) -> None:
    for day in (FIRST, SECOND):
        write_all(world, day)
        world.engage(day, READERS)
    world.engage(FIRST, [("reader_8", "10", "retweet"), ("reader_8", "20", "retweet")])
    world.engage(FIRST, [("reader_7", "10", "retweet")])
    assert order(world.rank_day(FIRST)) == ["10", "20", "30"]
    world.write(SECOND, "40")
    world.engage(SECOND, [*[(f"reader_{n}", "40", "retweet") for n in range(9)], ("reader_6", "30", "quote")])
    rows = world.rank_day(SECOND)
    assert {row["author_key"]: (row["previous_rank"], row["is_new"]) for row in rows} == {
        "40": (None, True),
        "30": (3, False),
        "10": (1, False),
        "20": (2, False),
    }


def test_a_changed_handle_is_the_same_account(world: World) -> None:
    for day, handle in ((FIRST, "wren"), (SECOND, "wren_bird")):
        write_all(world, day)
        world.profile(day, "10", handle, 5)
        world.engage(day, READERS)
    world.rank_day(FIRST)
    row = next(row for row in world.rank_day(SECOND) if row["author_key"] == "10")
    assert row["previous_rank"] is not None
    assert row["is_new"] is False


def test_a_run_that_is_not_current_gives_no_previous_rank(world: World) -> None:
    for day in (FIRST, SECOND):
        write_all(world, day)
        world.engage(day, READERS)
        world.close(day)
    world.rank(world.open_run(Window(FIRST, FIRST)))
    assert world.rank(world.open_run(Window(SECOND, SECOND)))[0]["previous_rank"] is None


def test_a_rank_on_another_basis_is_not_compared_with(world: World) -> None:
    for day in (FIRST, SECOND):
        write_all(world, day)
    assert {row["basis"] for row in world.rank_day(FIRST)} == {"followers"}
    world.engage(SECOND, READERS)
    assert {(row["basis"], row["previous_rank"], row["is_new"]) for row in world.rank_day(SECOND)} == {
        ("engagers", None, None)
    }


def test_days_beyond_the_history_and_after_the_window_are_not_read(world: World) -> None:
    analysis = world.channel.analysis.model_copy(update={"history_days": 0})
    world.channel = world.channel.model_copy(update={"analysis": analysis})
    for day in (FIRST, SECOND):
        write_all(world, day)
    world.engage(FIRST, READERS)
    assert {row["basis"] for row in world.rank_day(SECOND)} == {"followers"}
    world.engage(SECOND, MORE)
    assert {row["engagers"] for row in world.rank_day(FIRST)} == {5}


def test_another_channel_is_neither_read_nor_changed(world: World) -> None:
    write_all(world)
    world.write(FIRST, "20", channel="twitter_other")
    world.engage(FIRST, READERS, channel="twitter_other")
    world.close(FIRST, channel="twitter_other")
    assert {row["basis"] for row in world.rank_day(FIRST)} == {"followers"}


@pytest.mark.parametrize("borne_on", [FIRST, SECOND])
def test_a_mention_by_handle_reaches_the_account_that_bears_it(world: World, borne_on: dt.date) -> None:
    write_all(world, FIRST)
    write_all(world, SECOND)
    world.profile(borne_on, "10", "Wren_Bird", None)
    world.engage(FIRST, [*READERS, ("reader_6", "@wren_bird", "retweet"), ("10", "@wren_bird", "mention")])
    world.close(FIRST, SECOND)
    rows = world.rank(world.open_run(Window(FIRST, SECOND)))
    assert (rows[0]["author_key"], rows[0]["engagers"]) == ("10", 6)


ROSTER = [RosterEntry(handle=f"elder_{n}", name=f"Elder {n}") for n in range(6)]


def enrol(world: World, *entries: RosterEntry) -> None:
    """Give the channel a roster."""
    world.channel = world.channel.model_copy(update={"roster": entries})


def test_with_a_roster_only_whom_it_endorses_is_ranked(world: World) -> None:
    enrol(world, *ROSTER)
    write_all(world)
    world.write(FIRST, "40")
    elders = [(f"@elder_{n}", author, "retweet") for n in range(6) for author in AUTHORS]
    crowd = [(f"reader_{n}", author, "retweet") for n in range(30) for author in ("40", "50")]
    world.engage(FIRST, [*elders, *crowd])
    rows = world.rank_day(FIRST)
    assert sorted(map(str, order(rows))) == list(AUTHORS)
    assert {row["endorsers"] for row in rows} == {6}


def test_the_roster_is_known_by_id_by_present_and_by_former_handle(world: World) -> None:
    by_id = RosterEntry(handle="elder_0", name="Elder", account_id="900")
    former = RosterEntry(handle="grandee", name="Elder", former_handles=("elder_1",))
    enrol(world, by_id, former, *ROSTER[2:])
    write_all(world)
    world.profile(FIRST, "901", "Elder_1", None)
    keys = ["900", "901", *[f"@elder_{n}" for n in range(2, 6)]]
    world.engage(FIRST, [(key, author, "retweet") for key in keys for author in AUTHORS])
    assert {row["endorsers"] for row in world.rank_day(FIRST)} == {6}


def test_what_a_house_says_of_itself_endorses_nobody(world: World) -> None:
    house = [RosterEntry(handle=f"elder_{n}", name="Elder", house="lab") for n in range(6)]
    enrol(world, *house, RosterEntry(handle="lab", name="Lab", account_id="10", house="lab"))
    write_all(world)
    world.engage(FIRST, [(f"@elder_{n}", author, "retweet") for n in range(6) for author in AUTHORS])
    rows = world.rank_day(FIRST)
    assert {row["basis"] for row in rows} == {"followers"}, "two others are too few to rank by"
    assert {row["author_key"]: row["endorsers"] for row in rows} == {"10": 0, "20": 6, "30": 6}
