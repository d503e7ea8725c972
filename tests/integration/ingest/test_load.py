"""Loading a day on a real Postgres: rows, ledger, re-runs, late files, edits, midnight, and what readers see."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.errors import InputError
from dawn_chorus.ingest import parsed
from dawn_chorus.ingest.landing import land
from dawn_chorus.ingest.load import DayLedger, load_day

Maker = Callable[..., Any]
DAY = dt.date(2030, 5, 4)
NEXT = dt.date(2030, 5, 5)
LEDGER = "SELECT records, loaded, duplicate, rejected, tombstoned, files FROM facts.day_ledger WHERE day = '2030-05-04'"
pytestmark = pytest.mark.usefixtures("database")


def test_a_day_is_loaded_with_its_ledger(
    channel: Channel, landing: Path, drop: Maker, element: Maker, ask: Maker, tweet_id: Maker
) -> None:
    answer = element(1, author_id="502", in_reply_to_user_id="501", text="@Brindle_Labs @stranger yes")
    drop("a.json", element(), element(), answer, element(2, text=None), element(24 * 60))
    land(channel, None, landing)
    ledger = load_day(channel, DAY, landing)
    assert ledger == DayLedger(
        channel="twitter_test",
        day=DAY,
        records=4,
        loaded=2,
        duplicate=1,
        rejected=1,
        tombstoned=0,
        files=1,
        accounts=2,
        hours_covered=1,
        content_hash=ledger.content_hash,
        metrics_hash=ledger.metrics_hash,
        observed_at=ledger.observed_at,
        changed=True,
    )
    assert ask(LEDGER) == [(4, 2, 1, 1, 0, 1)]
    assert ask("SELECT tweet_id, author_key, kind FROM facts.tweets ORDER BY 1") == [
        (tweet_id(), "501", "original"),
        (tweet_id(1), "502", "reply"),
    ]
    assert ask("SELECT from_key, to_key, kind FROM facts.interactions ORDER BY 3") == [
        ("502", "@stranger", "mention"),
        ("502", "501", "reply"),
    ]
    assert ask("SELECT author_key, handle, followers, tweets FROM facts.account_snapshots ORDER BY 1") == [
        ("501", "Brindle_Labs", 1200, 1),
        ("502", "nadiaverrin", None, 1),
    ]


HOSTILE = [
    "back\\slash \\N \\. tab\t newline\n return\r end",
    "'; DROP TABLE facts.tweets; --  $$ :name %s %(x)s",
    '\u202ertl\u202c \u2028 \u0085 👩‍👩‍👧 {"a",NULL}',
    "",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_back_as_it_was(
    channel: Channel, landing: Path, drop: Maker, element: Maker, ask: Maker, text: str
) -> None:
    tags = {"hashtags": [{"tag": 'q"uo\\te'}, {"tag": "NULL"}], "urls": [{"expanded_url": "https://a.example/{,}"}]}
    drop("a.json", element(text=text, entities=tags))
    land(channel, None, landing)
    load_day(channel, DAY, landing)
    assert ask("SELECT text, hashtags, urls FROM facts.tweets") == [
        (text, ['q"uo\\te', "null"], ["https://a.example/{,}"])
    ]


def test_loading_again_changes_nothing_not_even_the_time(
    channel: Channel, landing: Path, drop: Maker, element: Maker, ask: Maker
) -> None:
    drop("a.json", element(), element(1))
    land(channel, None, landing)
    first = load_day(channel, DAY, landing)
    everything = "SELECT xmin::text, ledger::text FROM facts.day_ledger AS ledger"
    tables = "SELECT oid, relname FROM pg_class WHERE relnamespace = 'facts'::regnamespace ORDER BY oid"
    before = ask(everything), ask(tables)
    second = load_day(channel, DAY, landing)
    assert (ask(everything), ask(tables)) == before
    assert (first.changed, second.changed) == (True, False)
    assert second.content_hash == first.content_hash


def test_a_late_file_joins_the_day_and_one_of_repeats_only_the_ledger(
    channel: Channel, landing: Path, drop: Maker, element: Maker, ask: Maker
) -> None:
    drop("a.json", element())
    land(channel, None, landing)
    load_day(channel, DAY, landing)
    loaded_at = ask("SELECT loaded_at FROM facts.day_ledger")
    drop("b.json", element())
    drop("c.json", element(), element())
    land(channel, None, landing)
    assert not load_day(channel, DAY, landing).changed
    assert ask(LEDGER) == [(3, 1, 2, 0, 0, 2)]
    assert ask("SELECT loaded_at FROM facts.day_ledger") == loaded_at
    drop("late.json", element(5))
    land(channel, None, landing)
    assert load_day(channel, DAY, landing).changed
    assert ask(LEDGER) == [(4, 2, 2, 0, 0, 3)]


def test_the_latest_edit_replaces_the_first_version_even_across_midnight(
    channel: Channel, landing: Path, drop: Maker, element: Maker, ask: Maker, tweet_id: Maker
) -> None:
    before, after = 12 * 60 - 5, 12 * 60 + 5  # minutes after noon
    drop("a.json", element(before))
    drop(
        "b.json", element(after, text="corrected", edit_history_tweet_ids=[str(tweet_id(before)), str(tweet_id(after))])
    )
    land(channel, None, landing)
    assert load_day(channel, DAY, landing).loaded == 1
    assert load_day(channel, NEXT, landing).loaded == 0
    assert ask("SELECT tweet_id, edit_root_id, text, day FROM facts.tweets") == [
        (tweet_id(after), tweet_id(before), "corrected", DAY)
    ]


def test_files_in_any_order_give_the_same_rows(
    channel: Channel, landing: Path, drop: Maker, element: Maker, state: Maker, ask: Maker
) -> None:
    versions = [element(text="a"), element(text="b", public_metrics={"like_count": 1}), element(text="ccc")]
    states = set()
    for order in ((0, 1, 2), (2, 1, 0), (1, 0, 2)):
        with transaction("loader") as connection:
            connection.execute(sa.text("DELETE FROM facts.landing_files"))
        for number in order:
            drop(f"{order}.json", versions[number])
            land(channel, None, landing)
            load_day(channel, DAY, landing)
        states.add(state())
        assert ask("SELECT text FROM facts.tweets") == [("b",)]
    assert len(states) == 1


def test_a_day_that_holds_nothing_has_a_ledger_of_zeros_and_no_rows(
    channel: Channel, landing: Path, ask: Maker, drop: Maker, element: Maker
) -> None:
    assert load_day(channel, DAY, landing).changed
    assert ask(LEDGER) == [(0, 0, 0, 0, 0, 0)]
    assert not load_day(channel, DAY, landing).changed
    drop("a.json", element(text=None))
    land(channel, None, landing)
    load_day(channel, DAY, landing)
    assert ask(LEDGER) == [(1, 0, 0, 1, 0, 1)]


def test_a_day_whose_landing_was_withdrawn_becomes_empty(
    channel: Channel, landing: Path, drop: Maker, element: Maker, ask: Maker
) -> None:
    drop("a.json", element())
    land(channel, None, landing)
    load_day(channel, DAY, landing)
    with transaction("loader") as connection:
        connection.execute(sa.text("DELETE FROM facts.landing_files"))
    assert load_day(channel, DAY, landing).changed
    assert ask("SELECT count(*) FROM facts.tweets") == [(0,)]
    assert ask(LEDGER) == [(0, 0, 0, 0, 0, 0)]


def test_what_was_parsed_when_it_was_landed_is_not_parsed_again(
    channel: Channel, landing: Path, drop: Maker, element: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop("a.json", element(), element(24 * 60), element(1, text=None))
    land(channel, None, landing)
    monkeypatch.setattr(parsed, "examine", lambda *_: pytest.fail("it was read again"))
    assert [load_day(channel, day, landing).records for day in (DAY, NEXT)] == [2, 1]


def harm(folder: Path) -> None:
    """Write other bytes over the first ones of what is kept of each file."""
    for path in (path for path in folder.rglob("*") if path.is_file()):
        with path.open("r+b") as file:
            file.write(b"\0" * 20)


@pytest.mark.parametrize("lose", [shutil.rmtree, harm])
def test_what_was_kept_of_a_file_may_be_removed_or_damaged(
    channel: Channel, landing: Path, home: Path, drop: Maker, element: Maker, lose: Callable[[Path], None]
) -> None:
    drop("a.json", element(), element(1, text=None))
    land(channel, None, landing)
    load_day(channel, DAY, landing)
    lose(home / "parsed")
    drop("late.json", element())  # a repeat: the day is read again, and comes out the same
    land(channel, None, landing)
    after = load_day(channel, DAY, landing)
    assert (after.records, after.rejected, after.changed) == (3, 1, False)


def test_texts_come_back_from_copy_as_they_were(
    channel: Channel, landing: Path, drop: Maker, element: Maker, ask: Maker
) -> None:
    texts = [r"\N", r"\.", "\n\t\\", "a\nb\r\tc\x01\x1f\x7f", '"],\n["', "null", "线 \u2028 🐦", "\b\f"]
    listed = {"hashtags": [{"tag": each.strip() or "x"} for each in texts], "urls": [{"url": 'https://a/"\\b,{}'}]}
    drop("a.json", *(element(n, text=text, entities=listed) for n, text in enumerate(texts)))
    land(channel, None, landing)
    load_day(channel, DAY, landing)
    assert ask("SELECT text, hashtags, urls FROM facts.tweets ORDER BY tweet_id") == [
        (text, list(dict.fromkeys((each.strip() or "x").lower() for each in texts)), ['https://a/"\\b,{}'])
        for text in texts
    ]


@pytest.mark.parametrize("harm", ["lost", "cut off"])
def test_a_landing_folder_that_lost_bytes_stops_the_load(
    channel: Channel, landing: Path, drop: Maker, element: Maker, state: Maker, harm: str
) -> None:
    drop("a.json", element())
    land(channel, None, landing)
    load_day(channel, DAY, landing)
    before = state()
    (kept,) = [path for path in landing.rglob("*") if path.is_file()]
    kept.unlink() if harm == "lost" else kept.write_bytes(kept.read_bytes()[:20])
    with pytest.raises(InputError, match=r"The landing folder has lost a\.json"):
        load_day(channel, DAY, landing)
    assert state() == before


def test_days_and_channels_do_not_touch_each_other(
    channel: Channel, landing: Path, drop: Maker, element: Maker, ask: Maker
) -> None:
    other = channel.model_copy(update={"name": "twitter_other", "time_zone": "America/New_York"})
    drop("a.json", element(), element(24 * 60))
    for each in (channel, other):
        land(each, None, landing)
        for day in (NEXT, DAY):
            load_day(each, day, landing)
    assert ask("SELECT channel, day, count(*) FROM facts.tweets GROUP BY 1, 2 ORDER BY 1, 2") == [
        ("twitter_other", DAY, 1),
        ("twitter_other", NEXT, 1),
        ("twitter_test", DAY, 1),
        ("twitter_test", NEXT, 1),
    ]
    before = ask("SELECT * FROM facts.day_ledger WHERE day = '2030-05-05' ORDER BY channel")
    drop("b.json", element(3))
    land(channel, None, landing)
    load_day(channel, DAY, landing)
    assert ask("SELECT * FROM facts.day_ledger WHERE day = '2030-05-05' ORDER BY channel") == before


def test_a_row_cannot_be_put_onto_the_wrong_day(channel: Channel, landing: Path, drop: Maker, element: Maker) -> None:
    drop("a.json", element())
    land(channel, None, landing)
    load_day(channel, DAY, landing)
    move = sa.text("UPDATE facts.tweets SET created_at = created_at + interval '12 hours'")
    with pytest.raises(IntegrityError, match="is_local_day"), transaction("loader") as connection:
        connection.execute(move)


def test_the_longest_channel_name_has_room(
    channel: Channel, landing: Path, drop: Maker, element: Maker, ask: Maker
) -> None:
    longest = channel.model_copy(update={"name": "twitter_" + "a" * 22})
    drop("a.json", element())
    land(longest, None, landing)
    load_day(longest, DAY, landing)
    drop("b.json", element(1))
    land(longest, None, landing)
    load_day(longest, DAY, landing)
    names = {row[0] for row in ask("SELECT relname FROM pg_class WHERE relnamespace = 'facts'::regnamespace")}
    leaf = f"account_snapshots_{longest.name}__20300504"
    assert {leaf, f"{leaf}_pkey"} <= names


@pytest.mark.parametrize("role", ["analyst", "reader"])
def test_those_who_read_see_the_rows_and_cannot_change_them(
    channel: Channel, landing: Path, drop: Maker, element: Maker, role: Any
) -> None:
    drop("a.json", element())
    land(channel, None, landing)
    load_day(channel, DAY, landing)
    leaf = "facts.tweets_twitter_test__20300504"
    with transaction(role) as connection:
        for table in ("facts.tweets", leaf, "facts.quarantine"):
            connection.execute(sa.text(f"SELECT count(*) FROM {table}"))
    for forbidden in (f"DELETE FROM {leaf}", "SELECT facts.swap_day(NULL, 'twitter_test', '2030-05-04')"):
        with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), transaction(role) as connection:
            connection.execute(sa.text(forbidden))


def test_a_day_is_found_without_looking_at_others(
    channel: Channel, landing: Path, drop: Maker, element: Maker, ask: Maker
) -> None:
    drop("a.json", element(), element(24 * 60))
    land(channel, None, landing)
    for day in (DAY, NEXT):
        load_day(channel, day, landing)
    plan = ask("EXPLAIN SELECT * FROM facts.tweets WHERE channel = 'twitter_test' AND day = '2030-05-04'")
    assert "20300504" in str(plan)
    assert "20300505" not in str(plan)
