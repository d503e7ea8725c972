"""The deliveries: pages as the X API writes them, ids and days that agree with the time."""

import datetime as dt
import html
import json
import random
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import clock
import flaws
import pages as pages_module
from cast import Cast
from draft import Draft
from week import Week

Pages = dict[str, list[dict[str, Any]]]

EPOCH = 1288834974657  # milliseconds; X's snowflake epoch
SHANGHAI = ZoneInfo("Asia/Shanghai")


def local_day(record: dict[str, Any]) -> str:
    moment = dt.datetime.fromtimestamp(((int(record["id"]) >> 22) + EPOCH) / 1000, dt.UTC)
    return moment.astimezone(SHANGHAI).date().isoformat()


def test_every_day_has_at_least_four_hundred_tweets(good: Pages) -> None:
    daily = {name: records for name, records in good.items() if name.startswith("twitter_ai/")}

    assert len(daily) == 7
    assert all(len({record["id"] for record in records}) >= 400 for records in daily.values())
    assert sum(len(records) >= 450 for records in daily.values()) >= 3


def test_every_tweet_stands_in_the_file_of_its_local_day(good: Pages) -> None:
    for name, records in good.items():
        assert {local_day(record) for record in records} == {name[-len("2026-03-02.jsonl.gz") :][:10]}


def test_ids_agree_with_created_at(good: Pages) -> None:
    for records in good.values():
        for record in records:
            seconds = ((int(record["id"]) >> 22) + EPOCH) // 1000
            assert dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z") == record["created_at"]


def test_two_tweets_are_a_millisecond_apart_on_two_days(week: Week) -> None:
    last, first = sorted((one for one in week.drafts if "other side of midnight" in one.text), key=lambda one: one.id)

    assert (last.day, first.day) == (3, 4)
    assert first.moment - last.moment == dt.timedelta(milliseconds=1)


def test_pages_are_full_ordered_and_described(pages: Pages) -> None:
    for responses in pages.values():
        for response in responses:
            assert 0 < len(response["data"]) <= 100
            assert response["meta"]["result_count"] == len(response["data"])
            ids = [int(record["id"]) for record in response["data"] if isinstance(record.get("id"), str)]
            assert ids == sorted(ids, reverse=True)
            assert int(response["meta"]["oldest_id"]) <= min(ids)
            assert int(response["meta"]["newest_id"]) >= max(ids)
        assert ["next_token" in response["meta"] for response in responses] == [True] * (len(responses) - 1) + [False]


def test_pages_include_authors_and_what_is_referred_to(pages: Pages) -> None:
    for responses in pages.values():
        for response in responses:
            users = {user["id"] for user in response["includes"]["users"]}
            tweets = {tweet["id"]: tweet for tweet in response["includes"]["tweets"]}
            gone = {error["resource_id"] for error in response.get("errors", [])}
            everything = [*response["data"], *tweets.values()]
            assert {record["author_id"] for record in everything} <= users
            refs = [ref["id"] for record in response["data"] for ref in record.get("referenced_tweets", [])]
            assert set(refs) == tweets.keys() | gone
            assert len(users) == len(response["includes"]["users"])


def test_a_reply_to_a_deleted_tweet_is_reported_as_a_partial_error_every_day(pages: Pages) -> None:
    for name, responses in pages.items():
        errors = [error for response in responses for error in response.get("errors", [])]
        assert len(errors) == (1 if name.startswith("twitter_ai/") else 0)


def test_what_is_referred_to_came_before(good: Pages) -> None:
    for records in good.values():
        for record in records:
            assert all(int(ref["id"]) < int(record["id"]) for ref in record.get("referenced_tweets", []))


def test_retweets_look_like_retweets(pages: Pages) -> None:
    seen = 0
    for response in (response for responses in pages.values() for response in responses):
        users = {user["id"]: user["username"] for user in response["includes"]["users"]}
        tweets = {tweet["id"]: tweet for tweet in response["includes"]["tweets"]}
        for record in response["data"]:
            kinds = [ref["type"] for ref in record.get("referenced_tweets", [])]
            if kinds != ["retweeted"]:
                continue
            original = tweets[record["referenced_tweets"][0]["id"]]
            prefix = f"RT @{users[original['author_id']]}: "
            assert record["text"].startswith(prefix)
            assert len(record["text"]) <= 140
            whole = original.get("note_tweet", original)["text"]
            assert whole.startswith(record["text"].removeprefix(prefix).removesuffix("…"))
            assert record["public_metrics"]["retweet_count"] == original["public_metrics"]["retweet_count"] > 0
            assert record["public_metrics"]["like_count"] == 0
            seen += 1
    assert seen > 500


def test_counters_are_the_same_wherever_a_tweet_appears(pages: Pages) -> None:
    counters: dict[str, Any] = {}
    for response in (response for responses in pages.values() for response in responses):
        for record in [*response["data"], *response["includes"]["tweets"]]:
            if isinstance(record.get("id"), str):
                assert counters.setdefault(record["id"], record["public_metrics"]) == record["public_metrics"]


def test_entities_point_at_what_they_name(good: Pages) -> None:
    signs = {"mentions": "@", "hashtags": "#", "cashtags": "$"}
    seen = set()
    for record in (record for records in good.values() for record in records):
        for kind, entities in record.get("entities", {}).items():
            seen.add(kind)
            for entity in entities:
                shown = record["text"][entity["start"] : entity["end"]]
                if kind == "urls":
                    assert shown == entity["url"]
                    assert entity["expanded_url"].startswith("https://")
                else:
                    assert shown == signs[kind] + entity.get("tag", entity.get("username"))
    assert seen == {"mentions", "hashtags", "cashtags", "urls"}


def test_links_lead_to_example_hosts_or_to_tweets(good: Pages) -> None:
    for record in (record for records in good.values() for record in records):
        for link in record.get("entities", {}).get("urls", []):
            host = link["expanded_url"].split("/")[2]
            assert host == "twitter.com" or host.endswith(".example")


def test_long_tweets_are_cut_and_come_whole_as_a_note(good: Pages) -> None:
    notes = {record["id"]: record for records in good.values() for record in records if "note_tweet" in record}

    assert len(notes) >= 10
    for record in notes.values():
        assert record["text"].endswith("…")
        assert record["note_tweet"]["text"].startswith(record["text"][:-1])
    assert {record["lang"] for record in notes.values()} == {"en", "zh"}


def test_texts_are_escaped_as_the_api_escapes(good: Pages, week: Week) -> None:
    texts = {record["id"]: record["text"] for records in good.values() for record in records}
    script = next(draft for draft in week.drafts if draft.family == "html_script")

    assert html.unescape(texts[str(script.id)]) == script.text
    assert "<" not in "".join(texts.values())


def test_one_tweet_is_withheld(good: Pages) -> None:
    withheld = [record for records in good.values() for record in records if "withheld" in record]

    assert [record["withheld"]["country_codes"] for record in withheld] == [[flaws.WITHHELD_COUNTRY]]


def test_edits_have_both_versions(good: Pages, truth: dict[str, Any]) -> None:
    records = {record["id"]: record for there in good.values() for record in there}

    assert len(truth["edits"]) >= 3
    for edit in truth["edits"]:
        first, last = records[edit["first_id"]], records[edit["last_id"]]
        assert first["edit_history_tweet_ids"] == [edit["first_id"]]
        assert last["edit_history_tweet_ids"] == [edit["first_id"], edit["last_id"]]
        assert first["author_id"] == last["author_id"]
        assert first["text"] != last["text"]
        assert 0 < (int(last["id"]) >> 22) - (int(first["id"]) >> 22) < 30 * 60_000, "X allows half an hour"


def test_broken_records_are_broken_as_said(pages: Pages, truth: dict[str, Any]) -> None:
    is_broken: dict[str, Callable[[dict[str, Any]], bool]] = {
        "missing_id": lambda record: "id" not in record,
        "missing_text": lambda record: "text" not in record,
        "float_id": lambda record: isinstance(record["id"], float),
        "nul_in_text": lambda record: "\x00" in record["text"],
        "lone_surrogate": lambda record: "\ud83d" in record["text"],
        "bad_date": lambda record: record["created_at"].startswith("2026-02-30"),
    }
    seen = set()
    for file in truth["files"]:
        for one in file["rejected"]:
            assert is_broken[one["fault"]](pages[file["name"]][one["page"]]["data"][one["index"]]), one
            seen.add(one["fault"])
    assert seen == is_broken.keys()


def test_a_lone_surrogate_stays_an_escape_so_that_the_bytes_are_utf8() -> None:
    line = pages_module.dump({"text": "a\ud83d", "name": "山雀"})

    assert line == '{"text":"a\\ud83d","name":"山雀"}\n'.encode()
    assert json.loads(line)["text"] == "a\ud83d"


def test_user_counters_and_ids_fit_their_age(week: Week) -> None:
    for account in week.cast.everybody():
        user = pages_module.user(account)
        born = dt.datetime.fromtimestamp(((account.id >> 22) + EPOCH) // 1000, dt.UTC)
        assert user["created_at"] == born.strftime("%Y-%m-%dT%H:%M:%S.000Z")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mail me at a@b.example", {}),
        ("costs $18,500 and $MOSSY", {"cashtags": ["MOSSY"]}),
        ("issue #4471 &#39; #AI日报", {"hashtags": ["AI日报"]}),
        ("hi @wren_adeyomi!", {"mentions": ["wren_adeyomi"]}),
    ],
)
def test_only_real_entities_are_entities(week: Week, text: str, found: dict[str, list[str]]) -> None:
    people: Cast = week.cast
    draft = Draft(clock.at(1, "12:00"), people.notable[0], text, "chatter", "en", id=1)
    record = pages_module.Renderer(random.Random(1)).record(draft)

    entities = record.get("entities", {})
    assert {kind: [one.get("tag", one.get("username")) for one in there] for kind, there in entities.items()} == found
