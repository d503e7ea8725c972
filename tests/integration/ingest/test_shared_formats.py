"""Real files of every other format, all of them: totals as plain json.loads gives them, and ledgers that balance."""

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dawn_chorus.channel import Channel, Source
from dawn_chorus.database.connect import transaction
from dawn_chorus.errors import InputError
from dawn_chorus.ingest.landing import LandingSummary, land
from dawn_chorus.ingest.load import load_day

Maker = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("database")

TOTALS = "SELECT sum(records), sum(loaded), sum(duplicate), sum(rejected), sum(tombstoned) FROM facts.day_ledger"
REASONS = "SELECT reason, count(*) FROM facts.quarantine GROUP BY 1"
KINDS = "SELECT kind, count(*) FROM facts.tweets GROUP BY 1"

# File of the website: tweets shown, and entries that show something else.
WEB: dict[str, tuple[int, int]] = {
    "_issue_28_1": (2, 0),
    "_issue_28_2": (2, 0),
    "_issue_42": (1, 0),
    "_issue_42_regr": (2, 0),
    "_issue_56": (11, 0),
    "card_audiospace": (1, 0),
    "card_broadcast": (4, 0),
    "card_poll": (28, 0),
    "card_summary": (5, 0),
    "manual_tweet_with_video_1": (11, 0),
    "manual_tweet_with_video_2": (12, 0),
    "raw_community_info": (0, 1),
    "raw_community_members": (0, 1),
    "raw_community_moderators": (0, 1),
    "raw_community_tweets": (20, 0),
    "raw_followers": (0, 69),
    "raw_following": (0, 60),
    "raw_list_members": (0, 20),
    "raw_list_timeline": (98, 0),
    "raw_retweeters": (0, 20),
    "raw_search": (20, 0),
    "raw_subscriptions": (0, 12),
    "raw_trends": (0, 6),
    "raw_tweet_details": (37, 0),
    "raw_tweet_replies": (37, 0),
    "raw_tweet_thread": (37, 0),
    "raw_user_about": (0, 1),
    "raw_user_by_login": (0, 1),
    "raw_user_media": (37, 0),
    "raw_user_tweets": (21, 3),
    "raw_user_tweets_and_replies": (28, 3),
    "raw_verified_followers": (0, 20),
}


@pytest.fixture
def load_all(channel: Channel, landing: Path, ask: Maker) -> Callable[[], None]:
    """Loads every day that landing has records of, and checks that the books of both balance."""

    def load() -> None:
        for (day,) in ask("SELECT DISTINCT day FROM facts.landing_days"):
            load_day(channel, day, landing)
        assert ask("SELECT sum(records) FROM facts.day_ledger") == ask("SELECT sum(records) FROM facts.landing_files")
        assert ask("SELECT count(*), count(DISTINCT tweet_id) FROM facts.tweets") == [
            (ask(TOTALS)[0][1],) * 2,
        ]

    return load


def found(node: Any, typename: str) -> Iterator[dict[str, Any]]:
    """Every object of a type in a page, at any depth."""
    if isinstance(node, dict):
        if node.get("__typename") == typename:
            yield node
        node = list(node.values())
    for each in node if isinstance(node, list) else ():
        yield from found(each, typename)


def test_a_week_of_v11_loads_completely(
    channel: Channel, landing: Path, shared_data: Path, load_all: Maker, ask: Maker
) -> None:
    files = sorted((shared_data / "stocks_v11" / "fixture-week").iterdir())
    assert land(channel, files, landing) == LandingSummary(7, 0, 3068, 3068, 0)
    load_all()
    assert ask(TOTALS) == [(3068, 1701, 1367, 0, 0)]
    lines = [json.loads(line) for path in files for line in path.read_bytes().split(b"\n") if line.strip()]
    originals = {line["id"]: line["retweeted_status"] for line in lines if "retweeted_status" in line}
    rows = ask(
        "SELECT tweet_id, text, ref_tweet_id, ref_author_key, retweet_count FROM facts.tweets WHERE kind = 'retweet'"
    )
    pointing = {row[0]: row[1:] for row in rows if row[2] is not None}
    assert pointing.keys() == originals.keys()
    for tweet_id, (text, ref_id, ref_author, retweets) in pointing.items():
        original = originals[tweet_id]
        assert text.endswith(original["text"])
        assert (ref_id, ref_author) == (original["id"], original["user"]["id_str"])
        assert retweets > 0
    tagged = sum(bool(line["entities"]["symbols"]) for line in {line["id"]: line for line in lines}.values())
    assert ask("SELECT count(*) FROM facts.tweets WHERE cashtags <> '{}'")[0][0] >= tagged


def test_snapshots_of_builders_load_completely(
    channel: Channel, landing: Path, shared_data: Path, load_all: Maker, ask: Maker
) -> None:
    assert land(channel, [shared_data / "ai_builders"], landing) == LandingSummary(66, 0, 1735, 1735, 0)
    assert ask("SELECT count(*) FROM facts.landing_files WHERE records = 0") == [(3,)]
    load_all()
    assert ask(TOTALS) == [(1735, 1610, 125, 0, 0)]
    assert ask("SELECT count(*) FROM facts.tweets WHERE kind = 'quote' AND ref_tweet_id IS NULL") == [(0,)]


def test_failed_snapshots_of_investors_are_in_the_books(
    channel: Channel, landing: Path, shared_data: Path, load_all: Maker, ask: Maker
) -> None:
    assert land(channel, [shared_data / "finance_investors"], landing) == LandingSummary(40, 0, 700, 301, 399)
    assert dict(ask(REASONS)) == {"source_failed": 399}
    assert ask("SELECT count(DISTINCT day) FROM facts.quarantine") == [(25,)]
    assert ask("SELECT count(*) FROM facts.quarantine WHERE detail LIKE '%HTTP 402%'") == [(39,)]
    load_all()
    assert ask(TOTALS) == [(700, 301, 0, 399, 0)]


def test_authors_tweets_land_through_a_mapping(channel: Channel, landing: Path, shared_data: Path, ask: Maker) -> None:
    source = Source(name="authors", path=str(shared_data / "zh_authors"), mapping="author_tweets")
    mapped = channel.model_copy(update={"sources": (source,)})
    assert land(mapped, None, landing) == LandingSummary(1, 0, 16_881, 16_881, 0)
    assert ask("SELECT format, reading IS NOT NULL FROM facts.landing_files") == [("mapped", True)]
    days = [day for (day,) in ask("SELECT day FROM facts.landing_days ORDER BY day DESC LIMIT 3")]
    for day in days:
        load_day(mapped, day, landing)
    (path,) = (shared_data / "zh_authors").glob("*.gz")
    with gzip.open(path) as file:
        lines = {int(line["id"]): line for line in map(json.loads, file)}
    loaded = ask("SELECT tweet_id, kind, like_count, view_count, author_key FROM facts.tweets")
    assert len(loaded) == ask(TOTALS)[0][1] > 50
    for tweet_id, kind, likes, views, author in loaded:
        line = lines[tweet_id]
        expected = "retweet" if line["is_retweet"] else "quote" if line["is_quote"] else "original"
        assert (kind, likes, author) == (expected, line["favorite_count"], line["author_id"])
        assert views == (int(line["views"]) if line["views"] else None)


@pytest.mark.parametrize("name", sorted(WEB))
def test_every_file_of_the_website_is_loaded_or_refused_with_reasons(
    channel: Channel, landing: Path, shared_data: Path, load_all: Maker, ask: Maker, name: str
) -> None:
    tweets, others = WEB[name]
    path = shared_data / "x_web_graphql" / "mocked-data" / f"{name}.json"
    assert land(channel, [path], landing) == LandingSummary(1, 0, tweets + others, tweets, others)
    assert dict(ask(REASONS)) == ({"not_a_tweet": others} if others else {})
    assert sum(1 for _ in found(json.loads(path.read_bytes()), "TimelineTweet")) == tweets
    load_all()


def test_every_file_of_the_website_is_spoken_for(channel: Channel, landing: Path, shared_data: Path) -> None:
    folder = shared_data / "x_web_graphql" / "mocked-data"
    assert {path.stem for path in folder.iterdir()} == WEB.keys() | {"__meta"}
    with pytest.raises(InputError, match=r"__meta\.json: no known format: found JSON objects with community_info"):
        land(channel, [folder / "__meta.json"], landing)


def test_what_the_website_shows_keeps_its_meaning(
    channel: Channel, landing: Path, shared_data: Path, load_all: Maker, ask: Maker
) -> None:
    files = [shared_data / "x_web_graphql" / "mocked-data" / f"{name}.json" for name in WEB]
    land(channel, files, landing)
    load_all()
    texts = dict(ask("SELECT tweet_id, text FROM facts.tweets"))
    pages = [json.loads(path.read_bytes()) for path in files]
    shown = [item["tweet_results"]["result"] for page in pages for item in found(page, "TimelineTweet")]
    plain = [each.get("tweet", each) for each in shown]
    assert texts.keys() == {int(each["rest_id"]) for each in plain}
    notes = [each for each in plain if "note_tweet" in each and "retweeted_status_result" not in each["legacy"]]
    assert len(notes) > 5
    assert all(texts[int(each["rest_id"])].startswith(_note(each)) for each in notes)
    expected = Counter(_kind(each["legacy"]) for each in {each["rest_id"]: each for each in plain}.values())
    assert dict(ask(KINDS)) == expected
    assert ask("SELECT text LIKE E'%\\n○ Yes\\n○ No' FROM facts.tweets WHERE text LIKE '%○%'") == [(True,)]
    assert ask("SELECT count(*) FROM facts.tweets WHERE kind <> 'original' AND ref_tweet_id IS NULL") == [(0,)]


def _note(tweet: dict[str, Any]) -> str:
    return str(tweet["note_tweet"]["note_tweet_results"]["result"]["text"])


def _kind(legacy: dict[str, Any]) -> str:
    relations = (
        ("retweeted_status_result", "retweet"),
        ("quoted_status_id_str", "quote"),
        ("in_reply_to_status_id_str", "reply"),
    )
    return next((kind for key, kind in relations if key in legacy), "original")


def test_folders_in_any_order_give_the_same_rows(
    channel: Channel, landing: Path, shared_data: Path, load_all: Maker, state: Maker
) -> None:
    def after(files: Sequence[Path]) -> str:
        for path in files:
            land(channel, [path], landing)
        load_all()
        return str(state())

    files = sorted((shared_data / "ai_builders").rglob("*.json"))[:20]
    states = {after(files)}
    with transaction("loader") as connection:
        connection.execute(sa.text("DELETE FROM facts.landing_files"))
        connection.execute(sa.text("DELETE FROM facts.day_ledger"))
    states.add(after(files[::-1]))
    assert len(states) == 1
