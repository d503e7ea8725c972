"""The whole path under stress: killed at random instants, run twice at once, in another order, with late input."""

import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from dawn_chorus.database import connect

CHORUS = str(Path(sys.executable).parent / "chorus")
SAMPLE = Path(__file__).resolve().parents[2] / "include" / "sample"
DAYS = ("2026-03-04", "2026-03-05", "2026-03-06")
KILLS = 6
SEED = 20260302
# What must be equal between two installations: all that is not a time or a number given by chance of order.
DIGESTS = {
    "facts": "SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM facts.tweets AS t",
    "ledger": """
        SELECT md5(string_agg(concat_ws(' ', day, records, loaded, duplicate, rejected, tombstoned, content_hash),
                   '' ORDER BY day)) FROM facts.day_ledger""",
    "topics": """
        SELECT md5(string_agg(concat_ws(' ', p.first_day, t.topic_no, t.label, t.tweets, t.story_id, t.story_status),
                   '' ORDER BY p.first_day, t.topic_no))
        FROM results.current_runs AS p INNER JOIN results.topics AS t USING (run_id)""",
    "accounts": """
        SELECT md5(string_agg(concat_ws(' ', p.first_day, s.author_key, s.rank, s.previous_rank),
                   '' ORDER BY p.first_day, s.rank))
        FROM results.current_runs AS p INNER JOIN results.account_scores AS s USING (run_id)""",
}

Install = Callable[[], "Installation"]


class Installation:
    """A database and a home of their own; commands run in processes of their own."""

    def __init__(self, home: Path, url: str) -> None:
        self.home = home
        self.env = {**os.environ, "CHORUS_HOME": str(home), "CHORUS_DATABASE_URL": url}
        self._engine = sa.create_engine(url, poolclass=sa.NullPool)

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start a command."""
        command = [CHORUS, *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, env=self.env, stdout=pipe, stderr=pipe, text=True)

    def run(self, *arguments: str) -> str:
        """Run a command to its good end; what it printed."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=180)
        assert process.returncode == 0, err
        return out

    def run_days(self, days: Sequence[str], *data: Path) -> None:
        """Take days to posts, one after the other."""
        given = [word for path in data for word in ("--data", str(path))]
        for day in days:
            self.run("run", "twitter_ai", "--from", day, *given)

    def state(self) -> dict[str, str]:
        """Digests of what counts, and the blog's files."""
        with self._engine.connect() as connection:
            digests = {name: str(connection.scalar(sa.text(query))) for name, query in DIGESTS.items()}
        return digests | self._blog()

    def check_invariants(self) -> None:
        """No tweet twice, every ledger balanced, one post per window and its data beside it."""
        with self._engine.connect() as connection:
            doubled = "SELECT count(*) - count(DISTINCT (channel, tweet_id)) FROM facts.tweets"
            assert connection.scalar(sa.text(doubled)) == 0
            differs = """
                SELECT count(*) FROM facts.day_ledger AS l WHERE l.loaded <>
                (SELECT count(*) FROM facts.tweets AS t WHERE t.channel = l.channel AND t.day = l.day)"""
            assert connection.scalar(sa.text(differs)) == 0
        posts = [name for name in self._blog() if name.startswith("_posts/")]
        assert len(posts) == len({re.sub(r"\D", "", name) for name in posts})

    def commits(self) -> int:
        """Commits on the blog."""
        return int(self._git("rev-list", "--count", "main"))

    def _blog(self) -> dict[str, str]:
        """Content of the blog by path; the times at which posts were made are left out.

        A process killed before its first commit leaves no repository, half of one, or one without a branch.
        """
        if self._run_git("rev-parse", "--verify", "--quiet", "main").returncode != 0:
            return {}
        names = self._git("ls-tree", "-r", "--name-only", "main").split()
        texts = {name: self._git("show", f"main:{name}") for name in names if name.endswith((".md", ".json"))}
        return {name: re.sub(r"posttime.*", "", text) for name, text in texts.items()}

    def _git(self, *arguments: str) -> str:
        done = self._run_git(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _run_git(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        command = ["git", "-c", "safe.directory=*", "-C", str(self.home / "blog.git"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def install(tmp_path: Path, make_database: Callable[[], str]) -> Iterator[Install]:
    """Make a fresh installation, as often as asked."""
    count = iter(range(100))
    yield lambda: Installation(tmp_path / f"home{next(count)}", make_database())
    connect.reset()


@pytest.fixture
def week() -> Path:
    """The sample week's folder."""
    return SAMPLE / "twitter_ai"


def test_killed_at_random_instants_nothing_is_lost_or_doubled(install: Install, week: Path) -> None:
    clean, harassed = install(), install()
    clean.run_days(DAYS[:1], week)
    chance = random.Random(SEED)
    for _ in range(KILLS):
        process = harassed.start("run", "twitter_ai", "--from", DAYS[0], "--data", str(week))
        time.sleep(chance.uniform(0.5, 7))
        process.kill()
        process.communicate()
        harassed.check_invariants()
    harassed.run_days(DAYS[:1], week)
    harassed.check_invariants()
    assert harassed.state() == clean.state()
    assert harassed.commits() == clean.commits() == 1


def test_two_at_once_make_one_post(install: Install, week: Path) -> None:
    here = install()
    rivals = [here.start("run", "twitter_ai", "--from", DAYS[0], "--data", str(week)) for _ in range(2)]
    for rival in rivals:
        _, err = rival.communicate(timeout=180)
        assert rival.returncode == 0, err
    here.check_invariants()
    assert here.commits() == 1


def test_days_in_another_order_come_to_the_same_after_a_refresh(install: Install, week: Path) -> None:
    forwards, backwards = install(), install()
    forwards.run_days(DAYS, week)
    backwards.run_days(DAYS[::-1], week)
    assert backwards.state() != forwards.state(), "the days' context should matter, else this test shows nothing"
    backwards.run("refresh", "twitter_ai")
    assert backwards.state() == forwards.state()
    tip = backwards.commits()
    assert "0 days" in backwards.run("refresh", "twitter_ai")
    assert backwards.commits() == tip


def test_a_late_file_changes_its_day_and_what_follows(install: Install, week: Path) -> None:
    (late,) = (SAMPLE / "late").iterdir()
    whole, patient = install(), install()
    whole.run_days(DAYS, week, late)
    patient.run_days(DAYS, week)
    assert patient.state() != whole.state()
    patient.run("ingest", "twitter_ai", "--from", "2026-03-05", "--data", str(late))
    assert "2026-03-05: input changed" in patient.run("refresh", "twitter_ai")
    patient.check_invariants()
    assert patient.state() == whole.state()
