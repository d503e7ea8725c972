"""What real deliveries have and demos forget: edits, hostile texts, lost references, late files, broken records."""

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import clock
from cast import Cast
from draft import Draft
from texts import load

Record = dict[str, Any]

LATE_STORY, LATE_DAY = "Model Registry Act", 4
LATE_TWEETS = 10  # delivered after the week
LATE_AGAIN = 5  # tweets of that day which the late file delivers a second time
HOSTILE_HOURS = "15:00"  # when hostile texts begin: what they speak of has happened by then
WITHHELD_COUNTRY = "XN"  # a user-assigned code: no country's

# Broken records of each day's file, by kind of fault.
FAULTS: dict[int, tuple[str, ...]] = {
    1: ("missing_id",),
    2: ("float_id",),
    3: ("nul_in_text", "bad_date"),
    4: ("lone_surrogate",),
    5: ("float_id", "missing_text"),
    6: ("bad_date",),
    7: ("missing_id", "nul_in_text"),
}


def hostile(cast: Cast, rng: random.Random) -> list[Draft]:
    """The hostile texts, each by an ordinary account."""
    return [
        Draft(
            moment=clock.some_time(attack["day"], rng, after=clock.at(attack["day"], HOSTILE_HOURS)),
            author=rng.choice(cast.established[attack["author"]]),
            text=attack["text"],
            part="hostile",
            language=attack["author"],
            family=attack["family"],
        )
        for attack in load("hostile.yaml")["attacks"]
    ]


def edits(cast: Cast, rng: random.Random) -> list[Draft]:
    """Both versions of every edited tweet; the last one points back at the first."""
    accounts = cast.by_handle()
    drafts = []
    for edit in load("edits.yaml")["edits"]:
        author = accounts[edit["by"]]
        moment = clock.within(edit["day"], edit["at"], rng)
        first = Draft(moment, author, edit["first"], "first_version", author.language)
        later = moment + dt.timedelta(minutes=edit["minutes"])
        last = Draft(later, author, edit["last"], "story", author.language, story=edit["story"], first_version=first)
        drafts += [first, last]
    return drafts


def lost_replies(cast: Cast, rng: random.Random) -> list[Draft]:
    """One reply a day to a tweet that is no longer there."""
    words = {"en": "Why did you delete it? It was a good question.", "zh": "怎么删了？刚想回你。"}
    drafts = []
    for day in clock.DAYS:
        language = "zh" if day % 2 else "en"
        moment = clock.some_time(day, rng)
        draft = Draft(moment, rng.choice(cast.established[language]), words[language], "chatter", language)
        draft.verb, draft.lost_ref = "replied_to", clock.snowflake(moment - dt.timedelta(minutes=7), rng)
        drafts.append(draft)
    return drafts


def midnight(cast: Cast, rng: random.Random) -> list[Draft]:
    """Two greetings around a local midnight, one millisecond before and one after."""
    greeting = "Happy new {} from the other side of midnight. The kettle does not care which day it is."
    end, tick = clock.end_of(3), dt.timedelta(milliseconds=1)
    authors = rng.sample(cast.established["en"], 2)
    sides = ((end - tick, "Wednesday"), (end, "Thursday"))
    return [
        Draft(moment, author, greeting.format(name), "chatter", "en")
        for author, (moment, name) in zip(authors, sides, strict=True)
    ]


def late(drafts: list[Draft], rng: random.Random) -> tuple[list[Draft], list[Draft]]:
    """The drafts that only the late file delivers, and those of the same day that it delivers again."""
    story = [draft for draft in drafts if draft.day == LATE_DAY and draft.story == LATE_STORY and draft.part == "story"]
    only = rng.sample([draft for draft in story if not draft.author.is_verified], LATE_TWEETS)
    return only, rng.sample([draft for draft in story if draft not in only], LATE_AGAIN)


def deletions(drafts: list[Draft], rng: random.Random) -> list[Draft]:
    """Tweets that their authors deleted afterwards: of stories (one that was repeated), opinions and small talk."""
    posted = [draft for draft in drafts if draft.verb == "posted" and draft.family is None]
    repeated = [draft for draft in posted if draft.part == "story" and draft.engagements.get("retweeted", 0) >= 2]
    plain = [draft for draft in posted if draft.part == "story" and not draft.author.is_verified]
    small = [draft for draft in posted if draft.part == "chatter"]
    views = [draft for draft in posted if draft.part == "view"]
    chosen = [rng.choice([draft for draft in repeated if not draft.author.is_verified])]
    return [*chosen, *rng.sample(plain, 2), *rng.sample(small, 2), rng.choice(views)]


def spoil(record: Record, fault: str) -> Record:
    """A copy of a good ``record`` with ``fault`` in it."""
    return _FAULTS[fault](record)


def _without(key: str) -> Callable[[Record], Record]:
    """A fault that drops ``key``."""
    return lambda record: {name: value for name, value in record.items() if name != key}


def _with(key: str, change: Callable[[Any], Any]) -> Callable[[Record], Record]:
    """A fault that changes ``key``."""
    return lambda record: {**record, key: change(record[key])}


_FAULTS: dict[str, Callable[[Record], Record]] = {
    "missing_id": _without("id"),
    "missing_text": _without("text"),
    "float_id": _with("id", float),
    "nul_in_text": _with("text", lambda text: f"{text[:20]}\x00{text[20:]}"),
    "lone_surrogate": _with("text", lambda text: f"{text[:20]}\ud83d{text[20:]}"),
    "bad_date": _with("created_at", lambda _: "2026-02-30T25:61:00.000Z"),
}


def doomed(cast: Cast, day: int, rng: random.Random) -> list[tuple[str, Draft]]:
    """The drafts of ``day`` that arrive broken, with their fault; none of them is told by the truth file otherwise."""
    text = "This record was broken on the way, number {} of {}. Nobody should ever read it."
    drafts = []
    for index, fault in enumerate(FAULTS[day], start=1):
        author = rng.choice(cast.established["en"])
        moment = clock.some_time(day, rng)
        draft = Draft(moment, author, text.format(index, clock.date_of(day)), "chatter", "en")
        draft.id = clock.snowflake(moment, rng)
        drafts.append((fault, draft))
    return drafts
