"""The whole week: everybody's drafts, and the files they are delivered in."""

import gzip
import io
import random
from dataclasses import dataclass, field
from typing import Any

import cast
import clock
import flaws
import pages
from draft import Draft, number
from small_talk import Extras
from stories import Story, Teller, load_stories

TWEETS_PER_DAY = (415, 450, 470, 505, 530, 475, 425)  # small talk fills the days up to these


@dataclass
class Delivery:
    """One file as delivered: its lines, and what is wrong with them (``page`` and ``index`` count from 0)."""

    name: str
    drafts: list[Draft]
    lines: list[bytes] = field(default_factory=list)
    records: int = 0
    repeated: int = 0
    rejected: list[dict[str, Any]] = field(default_factory=list)

    def gzipped(self) -> bytes:
        """The file's bytes; no time and no name in the header, so the same lines give the same bytes."""
        buffer = io.BytesIO()
        with gzip.GzipFile(filename="", fileobj=buffer, mode="wb", compresslevel=9, mtime=0) as stream:
            stream.writelines(self.lines)
        return buffer.getvalue()


@dataclass
class Week:
    """All that was planned; ``drafts`` are in the order of time and have their ids."""

    seed: int
    cast: cast.Cast
    stories: list[Story]
    drafts: list[Draft]
    late_only: list[Draft]
    late_again: list[Draft]
    deleted: list[Draft]
    deliveries: list[Delivery] = field(default_factory=list)


def plan(seed: int) -> Week:
    """Write the week of ``seed``: every part has its own generator, so that one can change without the others."""

    def rng(part: str) -> random.Random:
        return random.Random(f"{seed}: {part}")

    people = cast.build(rng("cast"))
    stories = load_stories()
    teller = Teller(people, rng("stories"))
    drafts = [draft for story in stories for draft in teller.tell(story)]
    extras = Extras(people, rng("extras"))
    drafts += [*extras.opinions(), *extras.singles(), *extras.farm()]
    drafts += flaws.hostile(people, rng("hostile")) + flaws.edits(people, rng("edits"))
    drafts += flaws.lost_replies(people, rng("lost")) + flaws.midnight(people, rng("midnight"))
    drafts += [draft for day in clock.DAYS for draft in extras.ads(day)]
    for day, wanted in zip(clock.DAYS, TWEETS_PER_DAY, strict=True):
        drafts += extras.chatter(day, wanted - sum(draft.day == day for draft in drafts))
    numbered = number(drafts, rng("ids"))
    only, again = flaws.late(numbered, rng("late"))
    week = Week(seed, people, stories, numbered, only, again, flaws.deletions(numbered, rng("deletions")))
    week.deliveries = _deliver(week, pages.Renderer(rng("pages")), rng("faults"))
    return week


def _deliver(week: Week, renderer: pages.Renderer, rng: random.Random) -> list[Delivery]:
    """One file per day, and the late one."""
    delivered: set[int] = set()
    deliveries = []
    for day in clock.DAYS:
        there = [draft for draft in week.drafts if draft.day == day and draft not in week.late_only]
        delivery = Delivery(f"{clock.CHANNEL}/{clock.date_of(day)}.jsonl.gz", there)
        _fill(delivery, renderer, flaws.doomed(week.cast, day, rng), delivered)
        deliveries.append(delivery)
    late_name = f"late/{clock.CHANNEL}_{clock.date_of(flaws.LATE_DAY)}.jsonl.gz"
    late = Delivery(late_name, [*week.late_only, *week.late_again])
    _fill(late, renderer, [], delivered)
    return [*deliveries, late]


def _fill(delivery: Delivery, renderer: pages.Renderer, doomed: list[tuple[str, Draft]], delivered: set[int]) -> None:
    """Write the delivery's pages, the ``doomed`` records broken among the good ones; count repeats of ``delivered``."""
    faults = {draft.id: fault for fault, draft in doomed}
    newest_first = sorted([*delivery.drafts, *(draft for _, draft in doomed)], key=lambda draft: -draft.id)
    chunks = _chunks(newest_first)
    for page, chunk in enumerate(chunks):
        records = []
        for index, draft in enumerate(chunk):
            record = renderer.record(draft)
            if fault := faults.get(draft.id):
                record = flaws.spoil(record, fault)
                delivery.rejected.append({"fault": fault, "page": page, "index": index})
            delivery.repeated += fault is None and draft.id in delivered
            delivered.add(draft.id)
            records.append(record)
        token = f"next{chunk[-1].id:x}" if page + 1 < len(chunks) else None
        delivery.lines.append(pages.dump(renderer.page(records, chunk, token)))
        delivery.records += len(records)


def _chunks(drafts: list[Draft]) -> list[list[Draft]]:
    """Pages of drafts; the second begins with the last ones of the first."""
    first, rest = drafts[: pages.PAGE], drafts[pages.PAGE :]
    if not rest:
        return [first]
    rest = first[-pages.OVERLAP :] + rest
    return [first, *(rest[start : start + pages.PAGE] for start in range(0, len(rest), pages.PAGE))]
