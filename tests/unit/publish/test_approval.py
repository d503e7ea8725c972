"""Who lets a post out."""

import datetime as dt
from typing import Any

import pytest

from dawn_chorus.channel import Channel
from dawn_chorus.errors import ChorusError
from dawn_chorus.publish.approval import MOST_NAME, Approval, check

AT = dt.datetime(2026, 3, 3, 1, 2, 3, tzinfo=dt.UTC)


def channel(**more: Any) -> Channel:
    """A channel with these settings."""
    plain = {"name": "twitter_test", "title": "测试", "short_title": "Test", "start_date": "2026-03-01"}
    return Channel.model_validate(plain | {"sources": [{"name": "inbox", "path": "nowhere"}]} | more)


@pytest.mark.parametrize(
    ("answer", "by"),
    [
        ({"responded_by_user": {"id": "1", "name": "Ada Quokka"}, "responded_at": AT}, "Ada Quokka"),
        ({"responded_by_user": {"id": "ada", "name": ""}, "responded_at": AT.isoformat()}, "ada"),
        ({"responded_by_user": None, "responded_at": AT}, None),
    ],
)
def test_an_answer_tells_who_and_when(answer: dict[str, Any], by: str | None) -> None:
    assert Approval.answered(answer) == Approval(by, AT)


def test_a_name_is_one_short_line_that_shows_what_it_is() -> None:
    approval = Approval.now("  Ada\n\u202eQuokka " + "a" * 500)
    assert approval.by is not None
    assert approval.by.startswith("Ada Quokka a")
    assert len(approval.by) == MOST_NAME
    with pytest.raises(ChorusError, match="needs a name"):
        Approval.now(" \u200b ")


def test_only_a_channel_that_asks_refuses_without_an_answer() -> None:
    check(channel(), None)
    check(channel(approval="required"), Approval(None, AT))
    with pytest.raises(ChorusError, match="publishes only what somebody approved"):
        check(channel(approval="required"), None)


def test_who_is_asked_and_told_changes_no_report() -> None:
    asking = channel(approval="required", approval_hours=3, unanswered="publish", notices={"mail_to": ["a@b.example"]})
    assert asking.config_hash() == channel().config_hash()
