"""What the command line shows of the database: short tables, never more than a screen."""

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dawn_chorus import console
from dawn_chorus.channel import Channel
from dawn_chorus.database import runs
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.sql import statement
from dawn_chorus.errors import ChorusError
from dawn_chorus.window import Window

if TYPE_CHECKING:
    import sqlalchemy as sa

    from dawn_chorus.accounts.explaining import Explanation
    from dawn_chorus.ingest.forget import Forgotten
    from dawn_chorus.ingest.landing import LandingSummary
    from dawn_chorus.ingest.load import DayLedger
    from dawn_chorus.ingest.quality import Judgement
    from dawn_chorus.ingest.retry import Chosen, Retried
    from dawn_chorus.ingest.x_api.comply import Complied
    from dawn_chorus.ingest.x_api.estimate import Estimate
    from dawn_chorus.report.finished import Finding
    from dawn_chorus.topics.explaining import TopicExplanation

SCREENFUL = 20  # rows
LINE = 100  # characters of a statement
_RECORD = re.compile(r"([0-9a-f]{12,64}):([1-9][0-9]{0,8})")  # how a hash begins, and a number, as listed


def show_landing(summary: "LandingSummary") -> None:
    """Say what was landed."""
    if summary.files_new:
        console.say(
            f"Landed {summary.files_new} new files: {summary.records} records, {summary.rejected} in quarantine"
            f" (files known before: {summary.files_known})."
        )


def show_forgotten(forgotten: "Forgotten", posts: int) -> None:
    """Say what forgetting changed, and what is left to do."""
    console.say(f"Forgotten. Days reloaded: {len(forgotten.days)}; posts made again: {posts}.")
    show_remaining(forgotten)


def show_remaining(forgotten: "Forgotten") -> None:
    """Name the files that had traces of forgotten tweets: where they came from, only the operator can remove them."""
    for source, name in forgotten.files[:SCREENFUL]:
        console.say(f"Landing has only an extract of it now; where it came from, remove it yourself: {source}: {name}")
    if len(forgotten.files) > SCREENFUL:
        console.say(f"… and of {len(forgotten.files) - SCREENFUL} more files.")


def show_complied(channel: Channel, complied: "Complied") -> None:
    """Say what a check for deletions came to."""
    if all(source.kind != "x_api" for source in channel.sources):
        console.say(f"{channel.name} does not read the X API: nothing was asked for.")
        return
    counts = ", ".join(f"{number} {outcome}" for outcome, number in sorted(complied.outcomes.items())) or "none"
    unanswered = complied.asked - complied.outcomes.total()
    console.say(f"Tweets asked for: {complied.asked}: {counts}; not answered: {unanswered}.")
    show_remaining(complied.forgotten)


def show_estimate(channel: Channel, window: Window, expected: "Estimate") -> None:
    """What a backfill will bring and cost."""
    budget, most = channel.budget, "at most" if expected.is_bound else "about"
    console.say(f"{channel.name} {window}: {expected.days} days to fetch, {expected.days_before} fetched before.")
    if expected.days:
        rest = f"; the other days: {expected.basis}" if expected.basis else ""
        console.say(
            f"Tweets: {most} {expected.tweets:,} ({expected.counted:,} counted by the API{rest}),"
            f" {expected.requests:,} requests."
        )
    console.say(
        f"Cost: {most} ${expected.cost:,.2f}. Left of the budget: ${expected.room.today:,.2f} of"
        f" ${budget.per_day:,.2f} today, ${expected.room.this_month:,.2f} of ${budget.per_month:,.2f} this month."
    )


def show_ledgers(ledgers: "Sequence[DayLedger]") -> None:
    """The ledger of each day."""
    headings = (
        "day",
        "records",
        "loaded",
        "duplicate",
        "rejected",
        "tombstoned",
        "hours",
        "changed",
    )
    rows = [
        (
            each.day,
            each.records,
            each.loaded,
            each.duplicate,
            each.rejected,
            each.tombstoned,
            each.hours_covered,
            "yes" if each.changed else "no",
        )
        for each in ledgers
    ]
    console.table(headings, rows)


def show_judgements(judged: "Sequence[tuple[Window, Judgement]]") -> None:
    """How each window is judged, and why."""
    for window, judgement in judged:
        console.say(f"{window}: {judgement.text}")


def show_revoked(revoked: "Sequence[tuple[Window, Judgement | None]]") -> None:
    """How each window is judged after its acceptance was taken back."""
    for window, judgement in revoked:
        console.say(f"{window}: {judgement.text if judgement else 'nobody had accepted its input'}")


def show_topics(run_id: int) -> None:
    """The topics of a run."""
    rows = _read("topics/show_topics", run_id)
    headings = ("id", "topic", "tweets", "accounts", "story", "day", "yesterday", "week")
    _titled(run_id, headings, rows)


def show_topic(told: "TopicExplanation") -> None:
    """Why a topic's tweets are together."""
    for line in told.lines():
        console.say(line)


def show_accounts(run_id: int) -> None:
    """The highest accounts of a run, and those that it watches."""
    rows = _read("accounts/show_accounts", run_id)
    run = _titled(run_id, ("rank", "account", "score", "basis", "endorsers", "engagers", "tweets", "before"), rows)
    own = {"run_id": run_id, "channel": run.channel, "first_day": run.window.first_day, "last_day": run.window.last_day}
    if watched := _rows("accounts/show_watched", own):
        console.say("Kept out by the gate (fresh, devoted, mutual: engagers; alike: answers):")
        headings = ("list", "account", "engagers", "endorsers", "lift", "fresh", "devoted", "mutual", "alike")
        console.table(headings, [(row.reason, f"@{row.handle}", *row[2:]) for row in watched])


def show_explanation(told: "Explanation") -> None:
    """Why an account has its rank: who endorsed, which tweets carried it, and its rank without each part."""
    console.say(f"{told.channel} {told.window}: {told.verdict}")
    if told.parts:
        console.table(("part", "value", "unit", "weight", "adds", "rank without it"), told.parts)
    if told.endorsers:
        console.say(f"Endorsed by ({told.root}): {', '.join(told.endorsers)}")
    if told.carriers:
        console.table(("tweet", "engagers"), told.carriers)


def show_suggestions(channel: Channel, since: dt.date) -> None:
    """Whom the channel's roster might take in, with the evidence."""
    known = {"handles": list(channel.roster_by_handle), "account_ids": [each.account_id for each in channel.roster]}
    rows = _rows("accounts/show_suggestions", {"channel": channel.name, "from_day": since, "most": SCREENFUL, **known})
    if not rows:
        console.say(f"Nobody new since {since}: days count once they have a report (`chorus report {channel.name}`).")
        return
    headings = ("handle", "name", "days ranked", "best rank", "endorsers", "engagers", "followers")
    console.table(headings, rows)


def show_report(run_id: int) -> None:
    """Where the preview of a run's report is."""
    console.say(f"Preview: {write_preview(run_id)}")


def show_finding(found: "Finding") -> None:
    """What the check of a finished report came to."""
    counts = "" if found.are_counts_compared else "; other code or settings made it, so its counts were not compared"
    console.say(
        f"{found.slug}: {found.statements} statements, {found.cited} cited, {found.citations} citations,"
        f" {found.quotations} quotations, {found.numbers} counts; {len(found.violations)} violations{counts}"
    )
    for each in found.violations[:SCREENFUL]:
        console.say(f"  {each.reason} in {each.section}: {each.text[:LINE]}")


def write_preview(run_id: int) -> Path:
    """Write a run's post as one HTML file under the preview folder; its path."""
    from dawn_chorus.report.stored import write_page

    with transaction("reader") as connection:
        return write_page(connection, run_id)


def show_publication(run_id: int) -> None:
    """Which post a run is, and where its preview is."""
    for row in _read("publish/show_publication", run_id):  # none after a dry run
        console.say(f"{row.slug}: {row.statements} statements on {row.tweets} tweets, commit {row.commit_sha[:10]}")
    show_report(run_id)


def show_quarantine(channel: str, chosen: "Chosen", *, one_by_one: bool) -> None:
    """How many records were refused, by day, reason and source; or the newest of them one by one."""
    parameters = {"channel": channel, "most": SCREENFUL} | vars(chosen)
    if one_by_one:
        rows = _rows("ingest/show_refused", parameters | {"first_day": chosen.day, "last_day": chosen.day})
        console.table(("record", "day", "reason", "source", "explanation"), rows)
    else:
        rows = _rows("ingest/show_quarantine", parameters)
        console.table(("day", "reason", "source", "records", "files", "for example"), rows)


def show_quarantined(channel: str, record: str) -> None:
    """One refused record: why, where it came from, and what it was. Raises ChorusError."""
    from dawn_chorus.ingest.rejection import MEANING, Reason

    match = _RECORD.fullmatch(record)
    parameters = {"channel": channel, "sha256": match[1], "record_no": int(match[2])} if match else {}
    found = _rows("ingest/show_quarantined", parameters) if match else []
    if not found:
        raise ChorusError(f"There is no record {record} in quarantine.", remedy="Copy one from the list: HASH:NUMBER.")
    row = found[0]
    console.say(f"{row.reason}: {MEANING[Reason(row.reason)]}")
    console.say(f"explanation: {row.detail}")
    console.say(f"from: {row.source}: {row.name}, record {row.record_no}, as {row.format}")
    console.say(f"landed: {row.landed_at:%Y-%m-%d %H:%M:%S} UTC, booked to {row.day}")
    console.say("as received:" if row.raw is not None else "as received: removed")
    if row.raw is not None:
        console.say(bytes(row.raw).decode("utf-8", "backslashreplace"))


def show_retried(retried: "Retried") -> None:
    """Say what a retry came to."""
    days = ", ".join(map(str, retried.days)) or "none"
    console.say(f"Files read again: {retried.files}. Mended: {retried.mended} records; refused: {retried.refused}.")
    console.say(f"Days loaded again: {days}.")
    for line in retried.unread[:SCREENFUL]:
        console.say(f"Not read again: {line}")


def show_channels(channels: Sequence[Channel]) -> None:
    """One line for each channel."""
    from dawn_chorus.publish.repository import without_login

    rows = [(e.name, e.title, e.time_zone, len(e.roster), without_login(e.blog.remote)) for e in channels]
    console.table(("channel", "title", "time zone", "roster", "blog"), rows)


def _titled(run_id: int, headings: Sequence[str], rows: "Sequence[sa.Row[tuple[object, ...]]]") -> runs.Run:
    """A table under the window of the run that it is about; the run."""
    with transaction("reader") as connection:
        run = runs.read_run(connection, run_id)
    console.say(f"\n{run.channel} {run.window}")
    console.table(headings, rows)
    return run


def _read(name: str, run_id: int) -> "Sequence[sa.Row[tuple[object, ...]]]":
    return _rows(name, {"run_id": run_id})


def _rows(name: str, parameters: dict[str, object]) -> "Sequence[sa.Row[tuple[object, ...]]]":
    """Rows of a reading statement."""
    with transaction("reader") as connection:
        return connection.execute(statement(name), parameters).all()
