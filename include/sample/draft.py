"""A planned tweet, before it becomes a record of the API."""

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Literal

import clock
from cast import Account

Verb = Literal["posted", "retweeted", "quoted", "replied_to"]
Part = Literal["story", "view", "single", "chatter", "ad", "farm", "hostile", "first_version"]


@dataclass(eq=False)
class Draft:
    """One planned tweet: ``ref`` is what ``verb`` points at, ``part`` why it is in the sample."""

    moment: dt.datetime
    author: Account
    text: str
    part: Part
    language: str
    verb: Verb = "posted"
    ref: "Draft | None" = None
    link: str | None = None  # the page it links, without https://
    story: str | None = None
    family: str | None = None  # near-duplicate group, or family of a hostile text
    first_version: "Draft | None" = None  # what an edit replaced
    lost_ref: int | None = None  # id of a tweet replied to that no longer exists
    id: int = 0
    engagements: dict[str, int] = field(default_factory=dict)  # counted over the sample, by verb

    @property
    def day(self) -> int:
        """The local day 1..7."""
        return clock.day_of(self.moment)

    @property
    def root(self) -> "Draft":
        """The tweet that began the conversation."""
        return self.ref.root if self.verb == "replied_to" and self.ref is not None else self


def retweet(ref: Draft, author: Account, moment: dt.datetime) -> Draft:
    """``author`` repeats ``ref`` at ``moment``; the words stay the original's."""
    return Draft(moment, author, ref.text, ref.part, ref.language, "retweeted", ref, story=ref.story)


def answer(ref: Draft, author: Account, moment: dt.datetime, text: str) -> Draft:
    """``author`` replies to ``ref``."""
    return Draft(moment, author, text, ref.part, author.language, "replied_to", ref, story=ref.story)


def quote(ref: Draft, author: Account, moment: dt.datetime, text: str) -> Draft:
    """``author`` comments on ``ref``, which is shown below."""
    return Draft(moment, author, text, ref.part, author.language, "quoted", ref, story=ref.story)


def number(drafts: list[Draft], rng: random.Random) -> list[Draft]:
    """Give every draft its id, count who engaged with whom, and return them in the order of time."""
    ordered = sorted(drafts, key=lambda draft: (draft.moment, draft.author.handle, draft.text))
    taken: set[int] = set()
    for draft in ordered:
        while draft.id == 0 or draft.id in taken:
            draft.id = clock.snowflake(draft.moment, rng)
        taken.add(draft.id)
        if draft.ref is not None:
            draft.ref.engagements[draft.verb] = draft.ref.engagements.get(draft.verb, 0) + 1
    return ordered
