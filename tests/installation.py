"""An installation of its own: a home and a database, driven by commands; what counts in it, as digests."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa

from dawn_chorus.publish.revision import unrevised

CHORUS = str(Path(sys.executable).parent / "chorus")
SAMPLE = Path(__file__).resolve().parents[1] / "include" / "sample"
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

    def versions(self) -> dict[str, str]:
        """A digest by table of every row's version: equal while nothing is written, not even the same again."""
        tables = "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('facts', 'results')"
        with self._engine.connect() as connection:
            names = connection.scalars(sa.text(tables)).all()
            digest = "SELECT md5(string_agg(concat_ws(' ', ctid, xmin), ',' ORDER BY ctid)) FROM "
            return {name: str(connection.scalar(sa.text(digest + name))) for name in names}

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
        """Content of the blog by path; when posts were made, and when and why revised, is left out."""
        if not (self.home / "blog.git" / "refs" / "heads" / "main").exists():
            return {}
        names = self._git("ls-tree", "-r", "--name-only", "main").split()
        texts = {name: self._git("show", f"main:{name}") for name in names if name.endswith((".md", ".json"))}
        return {name: re.sub(r"posttime.*", "", unrevised(text.encode()).decode()) for name, text in texts.items()}

    def _git(self, *arguments: str) -> str:
        command = ["git", "-c", "safe.directory=*", "-C", str(self.home / "blog.git"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout
