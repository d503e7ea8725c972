"""Random histories on a real Postgres against a small model in memory: after each step both hold the same."""

import datetime as dt
import itertools
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests import workers

from dawn_chorus.channel import Channel
from dawn_chorus.database import connect
from dawn_chorus.ingest.forget import forget
from dawn_chorus.ingest.landing import land
from dawn_chorus.ingest.load import load_day
from dawn_chorus.ingest.moments import SNOWFLAKE_EPOCH_MS, SNOWFLAKE_LOW_BITS

FIRST = dt.datetime(2030, 5, 4, 4, tzinfo=dt.UTC)  # noon in Shanghai
DAYS = [FIRST.date() + dt.timedelta(days=number) for number in range(3)]
TWEETS = 4  # of each day
VERSIONS = 3  # of each tweet
EXAMPLES = 20
STEPS = 20
KILL_SECONDS = 0.06  # a load of such a day lasts about as long
USERS = [{"id": "501", "username": "Brindle_Labs", "name": "Brindle"}]
ALONE = """
SELECT count(*) = 0 FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'dawn_chorus' AND state <> 'idle'
"""

Ledger = tuple[int, int, int, int, int]  # records, loaded, duplicate, rejected, tombstoned


@dataclass(frozen=True, order=True)
class Sent:
    """One record: a version of a tweet of a day, seen with so many likes; broken ones have no text."""

    day: int
    tweet: int
    version: int
    likes: int
    is_broken: bool

    @property
    def tweet_id(self) -> int:
        """The id of this version."""
        return self.id_of(self.version)

    def id_of(self, version: int) -> int:
        """The id of another version: five minutes later each."""
        moment = FIRST + dt.timedelta(days=self.day, hours=self.tweet, minutes=5 * version)
        return (round(moment.timestamp() * 1000) - SNOWFLAKE_EPOCH_MS << SNOWFLAKE_LOW_BITS) + self.tweet

    @staticmethod
    def text_of(tweet_id: int) -> str:
        """The text of a version: it says which one."""
        return f"Plan number {tweet_id}."

    def element(self) -> dict[str, Any]:
        """The record in the words of the X API."""
        return {
            "id": str(self.tweet_id),
            "text": None if self.is_broken else self.text_of(self.tweet_id),
            "author_id": "501",
            "edit_history_tweet_ids": [str(self.id_of(version)) for version in range(self.version + 1)],
            "public_metrics": {"like_count": self.likes},
        }


@dataclass
class Model:
    """What must be: the files that landed, what was forgotten, and each day as it was last loaded."""

    landed: list[tuple[Sent, ...]] = field(default_factory=list)
    forgotten: set[int] = field(default_factory=set)
    tweets: dict[int, dict[int, tuple[int, int]]] = field(default_factory=dict)
    ledger: dict[int, Ledger] = field(default_factory=dict)

    def built(self, day: int) -> tuple[dict[int, tuple[int, int]], Ledger]:
        """A day's tweets (id: first version, likes) and account, from all that landed."""
        records = [each for file in self.landed for each in file if each.day == day]
        good = [each for each in records if not each.is_broken]
        gone = {each.tweet for each in good if self.forgotten & {each.tweet_id, each.id_of(0)}}
        kept: dict[int, Sent] = {}
        for each in sorted(each for each in good if each.tweet not in gone):
            kept[each.tweet] = each
        tombstoned = sum(each.tweet in gone for each in good)
        rejected = len(records) - len(good)
        duplicate = len(good) - tombstoned - len(kept)
        tweets = {each.tweet_id: (each.id_of(0), each.likes) for each in kept.values()}
        return tweets, (len(records), len(kept), duplicate, rejected, tombstoned)

    def forget(self, *tweet_ids: int) -> None:
        """Forget versions, and all others that records show to be of the same tweets."""
        self.forgotten |= set(tweet_ids)
        good = [each for file in self.landed for each in file if not each.is_broken]
        while (
            linked := {
                found
                for each in good
                if self.forgotten & {each.tweet_id, each.id_of(0)}
                for found in (each.tweet_id, each.id_of(0))
            }
            - self.forgotten
        ):
            self.forgotten |= linked

    def load(self, day: int) -> None:
        """Bring a day up to what has landed."""
        self.tweets[day], self.ledger[day] = self.built(day)


class Histories(RuleBasedStateMachine):
    """Each history has a channel of its own, so that one database serves all."""

    home: Path
    numbers: Iterator[int]

    @initialize()
    def begin(self) -> None:
        """Open a channel that nobody has used."""
        self.name = f"twitter_history{next(self.numbers)}"
        self.folder = self.home / self.name
        self.folder.mkdir()
        self.landing = self.home / f"landing of {self.name}"
        self.channel = Channel(
            name=self.name,
            title="测试",
            short_title="Test",
            start_date="2030-01-01",
            sources=[{"name": "inbox", "path": str(self.folder)}],
        )
        self.model = Model()

    sent = st.builds(
        Sent,
        day=st.integers(0, len(DAYS) - 1),
        tweet=st.integers(0, TWEETS - 1),
        version=st.integers(0, VERSIONS - 1),
        likes=st.integers(0, 3),
        is_broken=st.sampled_from([False, False, False, True]),
    )

    @rule(records=st.lists(sent, min_size=1, max_size=6))
    def receive(self, records: list[Sent]) -> None:
        """A file comes in and is landed; one that came before under another name counts once."""
        page = json.dumps({"data": [each.element() for each in records], "includes": {"users": USERS}})
        (self.folder / f"{len(list(self.folder.iterdir()))}.json").write_text(page)
        land(self.channel, None, self.landing)
        if tuple(records) not in self.model.landed:
            self.model.landed.append(tuple(records))
            self.model.forget()

    @rule(day=st.integers(0, len(DAYS) - 1), again=st.booleans())
    def load(self, day: int, again: bool) -> None:
        """A day is loaded; a second time nothing changes."""
        load_day(self.channel, DAYS[day], self.landing)
        self.model.load(day)
        if again:
            assert not load_day(self.channel, DAYS[day], self.landing).changed

    @rule(order=st.permutations(range(len(DAYS))))
    def backfill(self, order: list[int]) -> None:
        """All days are loaded, in any order."""
        for day in order:
            self.load(day, again=False)

    @rule(one=sent)
    def delete(self, one: Sent) -> None:
        """A version of a tweet, seen or not, is forgotten."""
        forget(self.channel, [one.tweet_id], "deleted", self.landing)
        loaded = self.model.tweets.get(one.day, {})
        versions = {each for each, (root, _) in loaded.items() if one.tweet_id in (each, root)}
        self.model.forget(one.tweet_id, *versions, *(loaded[each][0] for each in versions))
        if one.day in self.model.ledger:
            self.model.load(one.day)

    @rule(day=st.integers(0, len(DAYS) - 1), moment=st.floats(0, KILL_SECONDS))
    def kill(self, day: int, moment: float) -> None:
        """A process that loads a day is killed: it has done nothing or all."""
        worker = workers.start(workers.load_day, self.channel, DAYS[day], self.landing)
        worker.wait_for("parse")
        time.sleep(moment)
        worker.close()
        while not self._one(ALONE):
            time.sleep(0.01)
        found = self._tweets().get(day, {}), self._ledger().get(day)
        if found != (self.model.tweets.get(day, {}), self.model.ledger.get(day)):
            self.model.load(day)

    @rule()
    def restart(self) -> None:
        """A new process knows nothing of the old one."""
        connect.reset()

    @invariant()
    def holds_what_the_model_holds(self) -> None:
        """Facts, ledger and tombstones are those of the model, and landing has no text of a forgotten tweet."""
        if not hasattr(self, "model"):
            return
        assert self._tweets() == {day: rows for day, rows in self.model.tweets.items() if rows}
        assert self._ledger() == self.model.ledger
        tombstones = self._rows("SELECT tweet_id FROM facts.tombstones WHERE channel = :channel")
        assert {tweet_id for (tweet_id,) in tombstones} == self.model.forgotten
        kept = b"".join(path.read_bytes() for path in self.landing.rglob("*") if path.is_file())
        assert not [each for each in self.model.forgotten if Sent.text_of(each).encode() in kept]

    def _tweets(self) -> dict[int, dict[int, tuple[int, int]]]:
        query = "SELECT day, tweet_id, edit_root_id, like_count FROM facts.tweets WHERE channel = :channel"
        found: dict[int, dict[int, tuple[int, int]]] = {}
        for day, tweet_id, root, likes in self._rows(query):
            found.setdefault(DAYS.index(day), {})[tweet_id] = (root, likes)
        return found

    def _ledger(self) -> dict[int, Ledger]:
        columns = "day, records, loaded, duplicate, rejected, tombstoned"
        rows = self._rows(f"SELECT {columns} FROM facts.day_ledger WHERE channel = :channel")
        return {DAYS.index(day): tuple(numbers) for day, *numbers in rows}  # type: ignore[misc]

    def _one(self, query: str) -> Any:
        return self._rows(query)[0][0]

    def _rows(self, query: str) -> list[Any]:
        with connect.engine().connect() as connection:
            return list(connection.execute(sa.text(query), {"channel": self.name} if ":channel" in query else {}))


@pytest.mark.usefixtures("database")
def test_every_history_comes_to_what_the_model_says(home: Path) -> None:
    home.mkdir()
    Histories.home, Histories.numbers = home, itertools.count()
    chosen = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Histories, settings=chosen)
