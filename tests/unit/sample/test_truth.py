"""The truth file: it says of the files what the files hold, and of the week what the sample is for."""

import json
from collections import Counter
from typing import Any

import truth as truth_module
from week import Week

Pages = dict[str, list[dict[str, Any]]]


def day_of(name: str) -> str:
    """The day in a delivery's name."""
    return name.removesuffix(".jsonl.gz")[-10:]


def test_files_balance(good: Pages, pages: Pages, truth: dict[str, Any]) -> None:
    delivered: set[str] = set()
    for file in truth["files"]:
        ids = [record["id"] for record in good[file["name"]]]
        repeated = len(ids) - len(set(ids) - delivered)
        delivered |= set(ids)
        assert file["repeated"] == repeated > 0
        assert file["records"] == sum(len(response["data"]) for response in pages[file["name"]])
        assert file["records"] == len(ids) + len(file["rejected"])
    assert [file["name"] for file in truth["files"]] == list(pages)


def test_every_planted_tweet_is_delivered_on_its_day(good: Pages, truth: dict[str, Any]) -> None:
    delivered: dict[str, set[str]] = {}
    for name, records in good.items():
        delivered.setdefault(day_of(name), set()).update(record["id"] for record in records)

    listed = [story["tweet_ids"] for story in truth["stories"]]
    listed += [truth["singles"], truth["chatter"], truth["ads"], truth["farm"]["tweet_ids"]]
    listed += list(truth["opinions"].values())
    for days in listed:
        for day, ids in days.items():
            assert set(ids) <= delivered[day]
    for one in [
        *truth["hostile"],
        *({"id": ids, "day": group["day"]} for group in truth["near_duplicates"] for ids in group["tweet_ids"]),
    ]:
        assert one["id"] in delivered[one["day"]]


def test_no_tweet_is_two_things(truth: dict[str, Any]) -> None:
    ids = [one for story in truth["stories"] for there in story["tweet_ids"].values() for one in there]
    for part in ("singles", "chatter", "ads"):
        ids += [one for there in truth[part].values() for one in there]
    ids += [one for there in truth["farm"]["tweet_ids"].values() for one in there]
    ids += [one for days in truth["opinions"].values() for there in days.values() for one in there]
    ids += [one["id"] for one in truth["hostile"]]

    assert [one for one, times in Counter(ids).items() if times > 1] == []


def test_stories_rise_and_fade(truth: dict[str, Any]) -> None:
    assert len(truth["stories"]) >= 14
    assert len({story["kind"] for story in truth["stories"]}) >= 12
    for story in truth["stories"]:
        assert story["days"] == {day: len(ids) for day, ids in story["tweet_ids"].items()}
        counts = list(story["days"].values())
        assert max(counts) >= 12, story["name"]
        assert len(counts) >= 2, story["name"]
        assert max(counts) >= 2 * min(counts) or story["days"].get("2026-03-08"), story["name"]
    for day in truth["days"]:
        assert sum(story["days"].get(day, 0) >= 5 for story in truth["stories"]) >= 6, day


def test_most_original_tweets_of_a_story_name_it(week: Week) -> None:
    for story in week.stories:
        originals = [
            one.text for one in week.drafts if (one.story, one.part, one.verb) == (story.name, "story", "posted")
        ]
        named = [text for text in originals if any(alias in text for alias in story.aliases)]
        assert len(named) >= 0.75 * len(originals), story.name


def test_stories_are_told_by_many_in_every_way(week: Week) -> None:
    for story in week.stories:
        drafts = [draft for draft in week.drafts if draft.story == story.name]
        assert {draft.verb for draft in drafts} == {"posted", "retweeted", "quoted", "replied_to"}, story.name
        assert len({draft.author.handle for draft in drafts}) >= 20, story.name
        assert {draft.language for draft in drafts} == {"en", "zh"}, story.name


def test_late_tweets_belong_to_the_story_and_were_missing(good: Pages, truth: dict[str, Any]) -> None:
    late = truth["late"]
    story = next(story for story in truth["stories"] if story["name"] == late["story"])
    on_time = {record["id"] for name, records in good.items() if name != late["file"] for record in records}

    assert set(late["tweet_ids"]) <= set(story["tweet_ids"][late["day"]])
    assert not set(late["tweet_ids"]) & on_time
    assert set(late["delivered_before"]) <= on_time
    assert {record["id"] for record in good[late["file"]]} == {*late["tweet_ids"], *late["delivered_before"]}
    assert story["days"][late["day"]] - len(late["tweet_ids"]) >= 5, "the day knows the story without the late file too"


def test_deletions_hit_a_repeated_tweet_and_small_talk(week: Week, truth: dict[str, Any]) -> None:
    deleted = [draft for draft in week.drafts if str(draft.id) in truth["deletions"]]

    assert len(deleted) == len(truth["deletions"]) == len(set(truth["deletions"])) >= 5
    assert {"story", "chatter", "view"} == {draft.part for draft in deleted}
    assert any(draft.engagements.get("retweeted", 0) >= 2 for draft in deleted)
    assert truth_module.deletions(week)["tweet_ids"] == truth["deletions"]


def test_near_duplicates_are_nearly_duplicates(good: Pages, truth: dict[str, Any]) -> None:
    texts = {record["id"]: record["text"] for records in good.values() for record in records}
    links = {
        record["id"]: record["entities"]["urls"][-1]["expanded_url"]
        for records in good.values()
        for record in records
        if "urls" in record.get("entities", {})
    }
    echoes = [group for group in truth["near_duplicates"] if group["family"].startswith("echo")]
    templates = [group for group in truth["near_duplicates"] if group["family"].startswith("template")]

    assert len(echoes) >= 5
    assert len(templates) >= 5
    for group in echoes:
        assert len({texts[one].rpartition(" https://t.co/")[0] for one in group["tweet_ids"]}) == 1
    for group in [*echoes, *templates]:
        assert len(group["tweet_ids"]) >= 4
        assert len({links[one] for one in group["tweet_ids"]}) == len(group["tweet_ids"])


def test_edited_tweets_count_once(truth: dict[str, Any]) -> None:
    counted = {one for story in truth["stories"] for ids in story["tweet_ids"].values() for one in ids}

    assert {edit["last_id"] for edit in truth["edits"]} <= counted
    assert not {edit["first_id"] for edit in truth["edits"]} & counted


def test_hostile_texts_hold_their_marker(week: Week, truth: dict[str, Any]) -> None:
    texts = {str(draft.id): draft.text for draft in week.drafts}

    assert len({one["family"] for one in truth["hostile"]}) >= 10
    assert all(one["marker"] in texts[one["id"]] for one in truth["hostile"])
    harmless = [draft.text for draft in week.drafts if draft.part != "hostile"]
    assert not [text for text in harmless for one in truth["hostile"] if one["marker"] in text]


def test_json_for_people_is_json() -> None:
    value = {"a": {"b": [1, 2], "c": {}}, "d": [{"e": "山雀"}, {"f": [[]]}], "g": []}

    assert json.loads(truth_module.dump(value)) == value
    assert '"b": [1, 2]' in truth_module.dump(value)
