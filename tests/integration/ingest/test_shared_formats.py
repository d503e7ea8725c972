"""Real files of every other format, file by file; test_shared_sets.py keeps the books of whole sets."""

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dawn_chorus.channel import Channel, Source
from dawn_chorus.errors import InputError
from dawn_chorus.ingest.landing import land
from dawn_chorus.ingest.load import load_day

Maker = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("database")

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


def found(node: Any, typename: str) -> Iterator[dict[str, Any]]:
    """Every object of a type in a page, at any depth."""
    if isinstance(node, dict):
        if node.get("__typename") == typename:
            yield node
        node = list(node.values())
    for each in node if isinstance(node, list) else ():
        yield from found(each, typename)


def test_retweets_of_v11_have_their_originals_text_and_counters(
    channel: Channel, landing: Path, shared_data: Path, load_all: Maker, ask: Maker
) -> None:
    files = sorted((shared_data / "stocks_v11" / "fixture-week").iterdir())
    land(channel, files, landing)
    load_all()
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


def test_snapshots_of_builders_may_be_empty(
    channel: Channel, landing: Path, shared_data: Path, load_all: Maker, ask: Maker
) -> None:
    land(channel, [shared_data / "ai_builders"], landing)
    assert ask("SELECT count(*) FROM facts.landing_files WHERE records = 0") == [(3,)]
    load_all()
    assert ask("SELECT count(*) FROM facts.tweets WHERE kind = 'quote' AND ref_tweet_id IS NULL") == [(0,)]


def test_failed_snapshots_of_investors_say_why(channel: Channel, landing: Path, shared_data: Path, ask: Maker) -> None:
    land(channel, [shared_data / "finance_investors"], landing)
    assert ask("SELECT count(DISTINCT day) FROM facts.quarantine") == [(25,)]
    assert ask("SELECT count(*) FROM facts.quarantine WHERE detail LIKE '%HTTP 402%'") == [(39,)]


def test_authors_tweets_keep_their_meaning_through_a_mapping(
    channel: Channel, landing: Path, shared_data: Path, ask: Maker
) -> None:
    source = Source(name="authors", path=str(shared_data / "zh_authors"), mapping="author_tweets")
    mapped = channel.model_copy(update={"sources": (source,)})
    land(mapped, None, landing)
    assert ask("SELECT format, reading IS NOT NULL FROM facts.landing_files") == [("mapped", True)]
    ((day,),) = ask("SELECT max(day) FROM facts.landing_days WHERE accepted > 50")
    load_day(mapped, day, landing)
    (path,) = (shared_data / "zh_authors").glob("*.gz")
    with gzip.open(path) as file:
        lines = {int(line["id"]): line for line in map(json.loads, file)}
    loaded = ask("SELECT tweet_id, kind, like_count, view_count, author_key FROM facts.tweets")
    assert len(loaded) > 50
    for tweet_id, kind, likes, views, author in loaded:
        line = lines[tweet_id]
        expected = "retweet" if line["is_retweet"] else "quote" if line["is_quote"] else "original"
        assert (kind, likes, author) == (expected, line["favorite_count"], line["author_id"])
        assert views == (int(line["views"]) if line["views"] else None)


def test_every_file_of_the_website_is_read_or_refused(
    channel: Channel, landing: Path, shared_data: Path, ask: Maker
) -> None:
    paths = [shared_data / "x_web_graphql" / "mocked-data" / f"{name}.json" for name in WEB]
    land(channel, paths, landing)
    read = ask("SELECT replace(name, '.json', ''), accepted, rejected FROM facts.landing_files")
    assert {name: (accepted, rejected) for name, accepted, rejected in read} == WEB
    shown = {path.stem: sum(1 for _ in found(json.loads(path.read_bytes()), "TimelineTweet")) for path in paths}
    assert shown == {name: tweets for name, (tweets, _) in WEB.items()}


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
