"""What was planted, for machines: the truth that reports are measured against."""

import json
from collections.abc import Iterable
from typing import Any

import clock
import flaws
from draft import Draft, Part
from stories import Story
from texts import load
from week import Delivery, Week

_ABOUT = (
    "What was planted in the sample. Everything is invented. Days are local days in `time_zone`; ids are tweet ids. "
    "A story's tweets include retweets, quotes, replies and late ones; of an edited tweet only the last version counts."
)


def truth(week: Week) -> dict[str, Any]:
    """The truth about ``week``."""
    parts: dict[str, Part] = {"singles": "single", "chatter": "chatter", "ads": "ad"}
    accounts = week.cast
    return {
        "about": _ABOUT,
        "seed": week.seed,
        "channel": clock.CHANNEL,
        "time_zone": clock.TIME_ZONE,
        "days": [clock.date_of(day) for day in clock.DAYS],
        "files": [_file(delivery) for delivery in week.deliveries],
        "stories": [_story(story, week.drafts) for story in week.stories],
        "notable_accounts": [account.handle for account in accounts.notable],
        "opinions": _opinions(week),
        "official_accounts": [account.handle for account in accounts.official],
        "established_accounts": sorted(one.handle for crowd in accounts.established.values() for one in crowd),
        "farm": _farm(week),
        **{name: _by_day(one for one in week.drafts if one.part == part) for name, part in parts.items()},
        "near_duplicates": _near_duplicates(week.drafts),
        "edits": [_edit(one, one.first_version) for one in week.drafts if one.first_version],
        "deletions": _ids(week.deleted),
        "late": _late(week),
        "hostile": _hostile(week.drafts),
    }


def deletions(week: Week) -> dict[str, Any]:
    """The notice that the collector receives after the week: tweets to be forgotten."""
    return {"channel": clock.CHANNEL, "tweet_ids": _ids(week.deleted)}


def dump(value: object, indent: str = "") -> str:
    """JSON to be read by people too: what holds only plain values stays on one line, the rest is indented."""
    deeper = indent + "  "
    if isinstance(value, dict) and any(isinstance(one, dict | list) for one in value.values()):
        inner = [f"{deeper}{json.dumps(key, ensure_ascii=False)}: {dump(one, deeper)}" for key, one in value.items()]
        return "{\n" + ",\n".join(inner) + f"\n{indent}}}"
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return "[\n" + ",\n".join(deeper + dump(one, deeper) for one in value) + f"\n{indent}]"
    return json.dumps(value, ensure_ascii=False)


def _ids(drafts: Iterable[Draft]) -> list[str]:
    """Ids as the API writes them, in the order of time."""
    return [str(number) for number in sorted(draft.id for draft in drafts)]


def _by_day(drafts: Iterable[Draft]) -> dict[str, list[str]]:
    """Ids under their local days."""
    days: dict[str, list[Draft]] = {}
    for draft in sorted(drafts, key=lambda one: one.id):
        days.setdefault(clock.date_of(draft.day), []).append(draft)
    return {day: _ids(there) for day, there in days.items()}


def _file(delivery: Delivery) -> dict[str, Any]:
    """What a delivery holds: records = distinct tweets + repeated + rejected."""
    return {
        "name": delivery.name,
        "records": delivery.records,
        "repeated": delivery.repeated,
        "rejected": delivery.rejected,
    }


def _story(story: Story, drafts: list[Draft]) -> dict[str, Any]:
    """One planted story and its tweets."""
    by_day = _by_day(draft for draft in drafts if draft.story == story.name and draft.part == "story")
    return {
        "name": story.name,
        "aliases": story.aliases,
        "kind": story.kind,
        "headline": story.headline,
        "days": {day: len(ids) for day, ids in by_day.items()},
        "tweet_ids": by_day,
    }


def _opinions(week: Week) -> dict[str, dict[str, list[str]]]:
    """The notable accounts' own opinions outside the stories, by handle and day."""
    said = [draft for draft in week.drafts if draft.part == "view" and draft.verb == "posted"]
    return {
        account.handle: _by_day(draft for draft in said if draft.author == account) for account in week.cast.notable
    }


def _farm(week: Week) -> dict[str, Any]:
    """The account that is praised, those that praise it, and all their tweets."""
    return {
        "target": week.cast.farm_target.handle,
        "ring": [account.handle for account in week.cast.farm_ring],
        "tweet_ids": _by_day(draft for draft in week.drafts if draft.part == "farm"),
    }


def _near_duplicates(drafts: list[Draft]) -> list[dict[str, Any]]:
    """Groups of tweets that say the same with another link or number."""
    groups: dict[str, list[Draft]] = {}
    for draft in drafts:
        if draft.family is not None and draft.part in ("story", "ad"):
            groups.setdefault(draft.family, []).append(draft)
    return [
        {"family": family, "day": clock.date_of(members[0].day), "tweet_ids": _ids(members)}
        for family, members in groups.items()
    ]


def _edit(last: Draft, first: Draft) -> dict[str, Any]:
    """One edited tweet: which version stands, and what each says."""
    return {
        "day": clock.date_of(last.day),
        "story": last.story,
        "first_id": str(first.id),
        "last_id": str(last.id),
        "first_text": first.text,
        "last_text": last.text,
    }


def _late(week: Week) -> dict[str, Any]:
    """What arrives after the week, and what of it had arrived before."""
    return {
        "file": week.deliveries[-1].name,
        "day": clock.date_of(flaws.LATE_DAY),
        "story": flaws.LATE_STORY,
        "tweet_ids": _ids(week.late_only),
        "delivered_before": _ids(week.late_again),
    }


def _hostile(drafts: list[Draft]) -> list[dict[str, Any]]:
    """The hostile tweets; ``marker`` must never reach a page as markup."""
    markers = {attack["text"]: attack["marker"] for attack in load("hostile.yaml")["attacks"]}
    return [
        {
            "id": str(draft.id),
            "day": clock.date_of(draft.day),
            "family": draft.family,
            "marker": markers[draft.text],
        }
        for draft in drafts
        if draft.part == "hostile"
    ]
