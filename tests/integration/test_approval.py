"""A channel that asks before it publishes: what is made again waits too, unless a tweet must go."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.integration.test_withdrawal import days_on_the_blog, tweet, tweet_id
from tests.project import make_project

from dawn_chorus import pipeline
from dawn_chorus.channel import load_channel
from dawn_chorus.database import connect
from dawn_chorus.errors import ChorusError
from dawn_chorus.ingest.forget import forget
from dawn_chorus.publish.approval import Approval
from dawn_chorus.settings import settings
from dawn_chorus.window import Window

DAY = dt.date(2026, 3, 2)
APPROVALS = "SELECT approved_by, approved_at IS NOT NULL FROM results.publications ORDER BY publication_id"


@pytest.fixture
def drop(database: sa.Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Lands that many tweets of the day for a channel that asks."""
    monkeypatch.setenv("CHORUS_PROJECT", str(make_project(tmp_path / "project", "twitter_ai", approval="required")))
    connect.reset()

    def write(tweets: int) -> None:
        path = tmp_path / f"{tweets}.json"
        path.write_text(json.dumps([tweet(DAY, number) for number in range(tweets)]))
        pipeline.land(load_channel("twitter_ai"), [path])

    return write


def test_what_is_made_again_waits_for_approval_unless_a_tweet_was_forgotten(
    drop: Callable[[int], None], home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    channel, window = load_channel("twitter_ai"), Window(DAY, DAY)
    drop(9)
    with pytest.raises(ChorusError, match="publishes only what somebody approved"):
        pipeline.run_window(channel, window)
    assert not (home / "blog.git").exists()
    pipeline.run_window(channel, window, approval=Approval.now("Ada Quokka"))
    assert days_on_the_blog(home) == [str(DAY)]

    drop(12)
    assert pipeline.refresh(channel) == [window]
    assert "waits until somebody approves it" in caplog.text
    assert _approvals() == [("Ada Quokka", True)]

    forget(channel, [tweet_id(DAY, 1)], "deleted", settings().landing)
    assert pipeline.refresh(channel) == [window]
    assert _approvals() == [("Ada Quokka", True), (None, True)]


def _approvals() -> list[tuple[str | None, bool]]:
    with connect.transaction("reader") as connection:
        return [(row[0], row[1]) for row in connection.execute(sa.text(APPROVALS))]
