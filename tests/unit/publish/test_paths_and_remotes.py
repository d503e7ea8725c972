"""What may be published where: plain paths only, and no secret where it would be seen."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dawn_chorus.errors import PublishError
from dawn_chorus.publish.change import Author, Change
from dawn_chorus.publish.repository import Remote, without_login

MOMENT = dt.datetime(2025, 11, 28, tzinfo=dt.UTC)
CACHE = Path("cache")


def change(*paths: str) -> Change:
    return Change(dict.fromkeys(paths, b""), "message", Author("Dawn", "dawn@example.org"), MOMENT)


@pytest.mark.parametrize(
    "path", ["_posts/2025-11-27-twitter_ai_20251127_20251127.md", "assets/images/2025/11/a.jpg", ".nojekyll", "a..b"]
)
def test_paths_of_a_blog_are_accepted(path: str) -> None:
    assert list(change(path).files) == [path]


@pytest.mark.parametrize(
    "path",
    ["", "/etc/passwd", "../up.md", "a/../../up.md", "a//b", "a/", "./a", ".git/config", "a/.GIT/hooks/x",
     ".gitmodules", "a\\b", "a\nb", "a\0b", "git~1/x", "-\u200b", "C:evil", "a b", "汉.md", "a/*"],
)  # fmt: skip
def test_paths_that_could_leave_the_blog_are_refused(path: str) -> None:
    with pytest.raises(PublishError, match="is not a path for a blog"):
        change("fine.md", path)
    with pytest.raises(PublishError):
        Change({}, "message", Author("Dawn", "dawn@example.org"), MOMENT, founding={path: b""})


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(["a", ".", "..", "/", ".git", "\\", " ", "-"]), min_size=1).map("".join))
@example("a/./b")
def test_an_accepted_path_stays_inside(path: str) -> None:
    try:
        change(path)
    except PublishError:
        return
    inside = Path("/blog").joinpath(path)
    assert inside.resolve() == inside
    assert ".git" not in inside.parts


def test_a_token_is_an_option_of_git_and_of_its_host_only() -> None:
    remote = Remote("https://git.example.org/a/blog.git", "main", CACHE, token="s3cret", login="ada")
    assert remote.options == {
        "remote.blog.url": "https://git.example.org/a/blog.git",
        "http.https://git.example.org/.extraHeader": "Authorization: Basic YWRhOnMzY3JldA==",
    }
    assert "s3cret" not in repr(remote)


@pytest.mark.parametrize("address", ["http://git.example.org/blog.git", "git@git.example.org:blog.git", "/blog.git"])
def test_a_token_does_not_travel_in_the_clear(address: str) -> None:
    with pytest.raises(PublishError, match="unencrypted or unused"):
        Remote(address, "main", CACHE, token="s3cret")


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(PublishError) as caught:
        Remote("https://ada:s3cret@git.example.org/blog.git", "main", CACHE)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("blog.git", "{here}/blog.git"),
        ("./a:b.git", "{here}/a:b.git"),
        ("~/blog.git", "{home}/blog.git"),
        ("/srv/blog.git", "/srv/blog.git"),
        ("file:///srv/blog.git", "file:///srv/blog.git"),
        ("git@host.example:blog.git", "git@host.example:blog.git"),
        ("host.example:a/b.git", "host.example:a/b.git"),
        ("ssh://host.example/b.git", "ssh://host.example/b.git"),
    ],
)
def test_a_path_means_the_same_in_every_folder(
    address: str, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/ada")
    assert Remote(address, "main", CACHE).url == url.format(here=tmp_path, home="/home/ada")


def test_each_branch_of_each_address_has_its_own_cache() -> None:
    remotes = [Remote(address, branch, CACHE) for address in ("/a", "/b") for branch in ("main", "drafts")]
    assert len({remote.folder for remote in remotes}) == 4
    assert {remote.folder.parent for remote in remotes} == {CACHE}


@pytest.mark.parametrize(
    ("address", "bare"),
    [
        ("https://ada:Geh3im@blog.example:8443/news.git", "https://blog.example:8443/news.git"),
        ("https://t0ken@blog.example/news.git", "https://blog.example/news.git"),
        ("ssh://git@blog.example/news.git", "ssh://blog.example/news.git"),
        ("git@blog.example:news.git", "git@blog.example:news.git"),
        ("/srv/blog.git", "/srv/blog.git"),
    ],
)
def test_an_address_is_shown_without_its_login(address: str, bare: str) -> None:
    assert without_login(address) == bare
