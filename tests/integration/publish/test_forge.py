"""Pull requests against stand-ins of GitHub and Gitea: one for each post, whatever happens on the way."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.integration.publish.conftest import MakeChange, Server
from tests.integration.publish.forge_server import TOKEN, StandIn, stand_in

from dawn_chorus.connection import Secret
from dawn_chorus.destination import Blog
from dawn_chorus.errors import PublishError
from dawn_chorus.publish.change import Commit
from dawn_chorus.publish.forge import ATTEMPTS, Forge
from dawn_chorus.publish.git import propose_files
from dawn_chorus.publish.repository import Remote

HEAD = "dawn-chorus/day"
POST = "_posts/2025-11-27-day.md"


@pytest.fixture(params=["github", "gitea"])
def there(request: pytest.FixtureRequest, server: Server) -> Iterator[StandIn]:
    with stand_in(server, request.param) as forge:
        yield forge


@pytest.fixture
def forge(there: StandIn) -> Forge:
    found = Forge.of(Blog.model_validate({"forge": there.kind}), f"{there.address}/ada/news.git", Secret(TOKEN))
    return replace(found, sleep=lambda _: None)


@pytest.fixture
def commit(remote: Remote, change: MakeChange) -> Commit:
    """A post that is proposed."""
    return propose_files(remote, HEAD, change({POST: b"post"}))


def test_a_request_is_opened_once(there: StandIn, forge: Forge, commit: Commit) -> None:
    address = forge.request(commit, "main", "A post", "About it")
    assert address == f"{there.address}/ada/news/pulls/1"
    (made,) = there.requests
    assert (made["title"], made["body"], made["head"]["ref"], made["base"]["ref"]) == (
        "A post", "About it", HEAD, "main",
    )  # fmt: skip
    assert forge.request(commit, "main", "Another title", "") == address
    assert len(there.requests) == 1


def test_a_request_that_is_changed_stays_the_same_one(
    there: StandIn, forge: Forge, commit: Commit, remote: Remote, change: MakeChange
) -> None:
    address = forge.request(commit, "main", "A post", "")
    changed = propose_files(remote, HEAD, change({POST: b"other"}))
    assert forge.request(changed, "main", "A post", "") == address


def test_one_that_people_closed_stays_closed_until_the_post_changes(
    there: StandIn, forge: Forge, commit: Commit, remote: Remote, change: MakeChange
) -> None:
    closed = forge.request(commit, "main", "A post", "")
    there.requests[0]["state"] = "closed"
    assert forge.request(commit, "main", "A post", "") == closed
    changed = propose_files(remote, HEAD, change({POST: b"other"}))
    assert forge.request(changed, "main", "A post", "") != closed
    assert [each["state"] for each in there.requests] == ["closed", "open"]


def test_what_others_propose_is_not_taken_for_ours(there: StandIn, forge: Forge, commit: Commit) -> None:
    there.add(HEAD, owner="mallory", state="closed")
    there.add(HEAD, base="drafts", state="closed")
    there.add(HEAD, state="closed")["head"]["repo"] = None
    assert forge.request(commit, "main", "A post", "").endswith("/pulls/4")


def test_it_is_found_behind_many_others(there: StandIn, forge: Forge, commit: Commit) -> None:
    address = forge.request(commit, "main", "A post", "")
    for _ in range(120):
        there.add(HEAD, base="drafts")
    assert forge.request(commit, "main", "A post", "") == address


def test_one_that_was_opened_in_the_same_moment_is_found(there: StandIn, forge: Forge, commit: Commit) -> None:
    rival = there.add(HEAD)
    there.hidden = 1
    assert forge.request(commit, "main", "A post", "") == rival["html_url"]
    assert len(there.requests) == 1


def test_what_passes_is_tried_again(there: StandIn, forge: Forge, commit: Commit) -> None:
    there.faults = [502, 429, 503]
    assert forge.request(commit, "main", "A post", "").endswith("/pulls/1")
    there.faults = [500] * ATTEMPTS
    with pytest.raises(PublishError, match="failed 4 times: HTTP 500"):
        forge.request(commit, "main", "A post", "")


@pytest.mark.parametrize("status", [403, 404, 422])
def test_a_refusal_is_one_line(there: StandIn, forge: Forge, commit: Commit, status: int) -> None:
    there.faults = [status]
    with pytest.raises(PublishError, match=rf"HTTP {status}.*not now") as caught:
        forge.request(commit, "main", "A post", "")
    assert "token" in caught.value.remedy
    assert len(there.asked) == 1


def test_a_wrong_token_is_not_repeated(there: StandIn, forge: Forge, commit: Commit) -> None:
    wrong = replace(forge, token=Secret("wr0ng-t0ken-of-mine"))
    with pytest.raises(PublishError, match="HTTP 401") as caught:
        wrong.request(commit, "main", "A post", "")
    assert "wr0ng" not in str(caught.value)


@pytest.mark.parametrize("nonsense", [7, {}, {"head": None}, {"head": {"repo": {"full_name": "ada/news"}}, "base": 1}])
def test_an_answer_that_is_no_pull_request_is_one_line(
    there: StandIn, forge: Forge, commit: Commit, monkeypatch: pytest.MonkeyPatch, nonsense: object
) -> None:
    monkeypatch.setattr(there, "listed", lambda _: [nonsense])
    with pytest.raises(PublishError, match="something else than pull requests"):
        forge.request(commit, "main", "A post", "")


def test_a_host_that_does_not_answer_is_given_up(forge: Forge, commit: Commit) -> None:
    with pytest.raises(PublishError, match="failed 4 times"):
        replace(forge, api="http://127.0.0.1:9").request(commit, "main", "A post", "")
