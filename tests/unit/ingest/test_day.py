"""A day's rows: which version counts, conservation, and that no order of records changes anything."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dawn_chorus.ingest.day import Counted, DayRows, Versions, day_rows
from dawn_chorus.ingest.formats.record import ReceivedTweet
from dawn_chorus.ingest.tweet import Author

Maker = Callable[..., ReceivedTweet]
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = dt.datetime(2030, 5, 4, 4, 0, tzinfo=dt.UTC)
NADIA = Author("502", "nadiaverrin", "Nadia Verrin")


def count(tweets: Iterable[ReceivedTweet], tombstones: Iterable[int] = ()) -> Counted:
    versions = Versions(frozenset(tombstones))
    versions.extend(tweets)
    return versions.counted()


def rows_of(*tweets: ReceivedTweet) -> DayRows:
    return day_rows(count(tweets), SHANGHAI)


def edges_of(*tweets: ReceivedTweet) -> list[Any]:
    return [row[1:] for row in rows_of(*tweets).interactions]


def test_the_latest_edit_counts_and_the_others_are_duplicates(received: Maker) -> None:
    first = received(10, text="first, and longer", like_count=99)
    last = received(12, edit_root_id=10, text="last")
    taken = count([last, first, last])
    assert [tweet.text for tweet in taken.tweets] == ["last"]
    assert (taken.duplicate, taken.tombstoned) == (2, 0)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"like_count": 0}, {"text": "longer without any counter"}),
        ({"like_count": 1, "view_count": 1}, {"like_count": 1_000_000}),
        ({"like_count": 8}, {"like_count": 7}),
        ({"text": "a longer text"}, {"text": "a text"}),
        ({"author": Author("502", "n", followers=11)}, {"author": Author("502", "n", followers=10)}),
        ({"lang": "zh"}, {"lang": "en"}),
    ],
)
def test_of_repeats_the_fuller_counts_whichever_comes_first(
    received: Maker, better: dict[str, Any], worse: dict[str, Any]
) -> None:
    pair = [received(10, **better), received(10, **worse)]
    assert count(pair).tweets == count(reversed(pair)).tweets == [pair[0]]


def test_an_author_is_held_once_a_day_and_every_other_description_of_them_too(received: Maker) -> None:
    same = [received(n, author=Author("502", "nadiaverrin", followers=7)) for n in (10, 11)]
    later = received(12, author=Author("502", "nadiaverrin", followers=8))
    first, second, third = (tweet.author for tweet in count([*same, later]).tweets)
    assert first is second
    assert (first.followers, third.followers) == (7, 8)


def test_a_record_without_history_is_a_version_of_one_that_has_it(received: Maker) -> None:
    knowing, ignorant = received(12, edit_root_id=10), received(12, like_count=5)
    for records in ([knowing, ignorant, received(10)], [received(10), ignorant, knowing]):
        (tweet,) = count(records).tweets
        assert (tweet.tweet_id, tweet.edit_root_id) == (12, 10)


@pytest.mark.parametrize("forgotten", [10, 11, 12])
def test_forgetting_any_received_version_forgets_them_all(received: Maker, forgotten: int) -> None:
    records = [received(10), received(11, edit_root_id=10), received(12, edit_root_id=10), received(20)]
    taken = count(records, {forgotten})
    assert [tweet.tweet_id for tweet in taken.tweets] == [20]
    assert (taken.duplicate, taken.tombstoned) == (0, 3)


def test_a_retweet_is_forgotten_with_its_original_a_quote_is_not(received: Maker) -> None:
    retweet = received(20, kind="retweet", ref_tweet_id=10)
    quote = received(30, kind="quote", ref_tweet_id=10)
    taken = count([retweet, retweet, quote], {10})
    assert [tweet.tweet_id for tweet in taken.tweets] == [30]
    assert taken.tombstoned == 2


def test_a_row_holds_every_field_in_order(received: Maker) -> None:
    tweet = received(
        10, author=NADIA, text="t", lang="en", kind="reply", ref_tweet_id=9, ref_author_key="501", conversation_id=8,
        edit_root_id=7, mentions=("a",), hashtags=("b",), cashtags=("C",), urls=("https://d",), like_count=1,
        retweet_count=2, reply_count=3, quote_count=4, view_count=5,
    )  # fmt: skip
    assert list(rows_of(tweet).tweet_rows()) == [
        (10, NOON, "502", "t", "en", "reply", 9, "501", 8, 7, ("a",), ("b",), ("C",), ("https://d",), 1, 2, 3, 4, 5)
    ]


def test_who_engages_with_whom(received: Maker) -> None:
    reply = received(10, kind="reply", ref_author_key="502", mentions=("nadiaverrin", "c"), mention_keys=("502", "@c"))
    assert edges_of(reply) == [("501", "502", "reply"), ("501", "@c", "mention")]


def test_a_retweet_engages_only_with_whom_it_repeats(received: Maker) -> None:
    retweet = received(10, kind="retweet", ref_author_key="502", mentions=("c",), mention_keys=("@c",))
    assert edges_of(retweet) == [("501", "502", "retweet")]


def test_nobody_engages_with_himself(received: Maker) -> None:
    thread = received(10, kind="reply", ref_author_key="501")
    by_handle = received(11, kind="quote", ref_author_key="@brindle_labs")
    mention = received(12, mentions=("brindle_labs",), mention_keys=("@brindle_labs",))
    assert edges_of(thread, by_handle, mention) == []


def test_a_handle_becomes_a_number_where_the_day_knows_it(received: Maker) -> None:
    mention = received(10, mentions=("nadiaverrin",), mention_keys=("@nadiaverrin",))
    retweet = received(11, kind="retweet", ref_author_key="@nadiaverrin")
    assert edges_of(mention, retweet) == [("501", "@nadiaverrin", "mention"), ("501", "@nadiaverrin", "retweet")]
    known = rows_of(mention, retweet, received(12, author=NADIA))
    assert [row[1:] for row in known.interactions] == [("501", "502", "mention"), ("501", "502", "retweet")]
    assert list(known.tweet_rows())[1][7] == "502"


def test_an_account_is_shown_as_its_last_tweet_shows_it(received: Maker) -> None:
    earlier, later = received(10, author=NADIA), received(11, author=msgspec.structs.replace(NADIA, name="N. Verrin"))
    (snapshot,) = rows_of(later, earlier).account_snapshots
    assert snapshot == ("502", "nadiaverrin", "N. Verrin", "", None, None, 2)


@pytest.mark.parametrize(
    ("zone", "minutes", "hours"),
    [("Asia/Shanghai", [0, 59], 1), ("Asia/Shanghai", [0, 60], 2), ("Asia/Kolkata", [0, 29, 30], 2)],
)
def test_hours_are_local_hours(received: Maker, zone: str, minutes: list[int], hours: int) -> None:
    tweets = [received(10 + m, created_at=NOON + dt.timedelta(minutes=m)) for m in minutes]
    assert day_rows(Counted(tweets, 0, 0), ZoneInfo(zone)).hours_covered == hours


def test_the_day_on_which_clocks_go_back_has_25_hours(received: Maker) -> None:
    start = dt.datetime(2030, 11, 3, 4, 0, tzinfo=dt.UTC)  # midnight in New York
    tweets = [received(10 + hour, created_at=start + dt.timedelta(hours=hour)) for hour in range(25)]
    assert day_rows(Counted(tweets, 0, 0), ZoneInfo("America/New_York")).hours_covered == 25


def test_a_day_without_tweets_has_no_rows_and_one_hash() -> None:
    empty = day_rows(count([]), SHANGHAI)
    assert (empty.tweets, empty.interactions, empty.account_snapshots, empty.hours_covered) == ([], [], [], 0)
    assert empty.content_hash() == day_rows(count([]), ZoneInfo("UTC")).content_hash()


def test_the_hash_sees_every_table(received: Maker) -> None:
    base = received(10, mentions=("c",), mention_keys=("@c",))
    others = [
        msgspec.structs.replace(base, text="other"),
        msgspec.structs.replace(base, mention_keys=("503",)),
        msgspec.structs.replace(base, author=Author("501", "Brindle_Labs", "Renamed")),
    ]
    assert len({rows_of(tweet).content_hash() for tweet in (base, *others)}) == 4


AUTHORS = [Author(str(500 + n), f"user{n}", followers=n) for n in range(3)]
RECORDS = st.lists(
    st.builds(
        ReceivedTweet,
        tweet_id=st.integers(10, 16),
        created_at=st.just(NOON),
        author=st.sampled_from(AUTHORS),
        text=st.sampled_from(["a", "b", "longer"]),
        kind=st.sampled_from(["original", "retweet", "quote", "reply"]),
        ref_tweet_id=st.none() | st.integers(10, 16),
        ref_author_key=st.sampled_from([None, "500", "@user1", "@other"]),
        edit_root_id=st.integers(10, 12),
        mentions=st.just(("user2",)),
        mention_keys=st.sampled_from([("@user2",), ("502",)]),
        like_count=st.none() | st.integers(0, 2),
    ),
    max_size=12,
)


@given(records=RECORDS, tombstones=st.sets(st.integers(10, 16), max_size=2), data=st.data())
def test_every_record_is_accounted_for_and_order_changes_nothing(
    records: list[ReceivedTweet], tombstones: set[int], data: st.DataObject
) -> None:
    taken = count(records, tombstones)
    shuffled = count(data.draw(st.permutations(records)), tombstones)
    assert len(records) == len(taken.tweets) + taken.duplicate + taken.tombstoned
    assert len({tweet.root for tweet in taken.tweets}) == len(taken.tweets)
    assert (shuffled.tweets, shuffled.duplicate, shuffled.tombstoned) == (
        taken.tweets,
        taken.duplicate,
        taken.tombstoned,
    )
    rows = day_rows(taken, SHANGHAI)
    assert rows == day_rows(shuffled, SHANGHAI)
    assert all(row[1] != row[2] for row in rows.interactions)
    assert sum(row[-1] for row in rows.account_snapshots) == len(rows.tweets)  # type: ignore[misc]


@given(records=RECORDS)
def test_loading_records_twice_only_adds_duplicates(records: list[ReceivedTweet]) -> None:
    once, twice = count(records), count(records + records)
    assert twice.tweets == once.tweets
    assert twice.duplicate == once.duplicate + len(records)
