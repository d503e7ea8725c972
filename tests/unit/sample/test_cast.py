"""The accounts: invented ones only, known voices that many engage with, and a farm that nobody else touches."""

import datetime as dt
import re
from collections import defaultdict
from pathlib import Path

import pytest

import clock
from cast import _handle
from week import Week

NAMED = re.compile(rb'"(?:screenName|username|twitter_handle|handle|_file)": ?"(\w+)"|@(\w{2,15})')
HANDLE = re.compile(r"[A-Za-z0-9_]{4,15}")


def test_handles_and_ids_are_valid_and_unique(week: Week) -> None:
    everybody = week.cast.everybody()

    assert all(HANDLE.fullmatch(account.handle) for account in everybody)
    assert len({account.handle for account in everybody}) == len(everybody)
    assert len({account.id for account in everybody}) == len(everybody)


def test_no_handle_is_a_real_one(week: Week, shared_data: Path) -> None:
    ours = {account.handle.lower() for account in week.cast.everybody()}
    real: set[str] = set()
    for folder in (
        "notable_accounts",
        "ai_timeline/fixture*",
        "zh_timeline/fixture*",
        "x_api_v2_pages/*",
        "ai_builders/*",
    ):
        for path in shared_data.glob(f"{folder}/*.json*"):
            real |= {word.decode().lower() for pair in NAMED.findall(path.read_bytes()) for word in pair}

    assert len(real) > 2_000
    assert not ours & real


def test_notable_accounts_are_engaged_with_by_many_established_ones(week: Week) -> None:
    established = {account.handle for crowd in week.cast.established.values() for account in crowd}
    engagers: dict[str, set[str]] = defaultdict(set)
    for draft in week.drafts:
        if draft.ref is not None and draft.author.handle in established:
            engagers[draft.ref.author.handle].add(draft.author.handle)

    assert 10 <= len(week.cast.notable) <= 12
    assert min(len(engagers[account.handle]) for account in week.cast.notable) >= 15


def test_notable_accounts_speak_on_most_days(week: Week) -> None:
    for account in week.cast.notable:
        days = {draft.day for draft in week.drafts if draft.author == account and draft.verb == "posted"}
        assert len(days) >= 3, account.handle


def test_the_farm_praises_one_account_and_nobody_else_does(week: Week) -> None:
    target, ring = week.cast.farm_target, set(week.cast.farm_ring)
    reactions = [draft for draft in week.drafts if draft.ref is not None and draft.ref.author == target]

    assert len(reactions) >= 100
    assert {draft.author for draft in reactions} == ring
    assert {draft.ref.author for draft in week.drafts if draft.ref is not None and draft.author in ring} == {target}
    assert not [draft for draft in week.drafts if draft.ref is not None and draft.ref.author in ring]


def test_the_farm_is_fresh_and_comes_in_bursts(week: Week) -> None:
    assert all(account.created > clock.at(1, "00:00") - dt.timedelta(days=30) for account in week.cast.farm_ring)
    assert max(account.followers for account in week.cast.farm_ring) < 20
    for draft in week.drafts:
        if draft.part == "farm" and draft.ref is not None:
            assert draft.moment - draft.ref.moment < dt.timedelta(minutes=7)


def test_nobody_engages_with_themselves_or_twice_in_the_same_way(week: Week) -> None:
    retweets = [(draft.author.handle, id(draft.ref)) for draft in week.drafts if draft.verb == "retweeted"]

    assert len(retweets) == len(set(retweets))
    assert not [draft for draft in week.drafts if draft.ref is not None and draft.ref.author == draft.author]


@pytest.mark.parametrize(
    ("first", "last", "handle"),
    [
        ("Tern", "Vell", "tern_vell"),
        ("Hobby", "Quaid-Im", "hobby_quaidim"),
        ("Goldeneye", "Halloo", "goldeneyehalloo"),
        ("Brambling", "Arden-Roo", "b_ardenroo"),
    ],
)
def test_handles_fit_what_x_allows(first: str, last: str, handle: str) -> None:
    assert _handle(first, last) == handle


def test_a_name_that_fits_no_handle_is_refused() -> None:
    with pytest.raises(ValueError, match="no handle"):
        _handle("Tern", "a" * 15)
