"""A post on its way to the blog: rivals, refusals, lost answers, stale locks, no font, a host whose clock is wrong."""

import datetime as dt
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.chaos.test_days import DAYS, FIRST, MIDNIGHT, SECOND, WORDS, ask, check, drop, make, plenty, tweet
from tests.integration.publish.conftest import Server

from dawn_chorus import pipeline
from dawn_chorus.channel import load_channel
from dawn_chorus.errors import ChorusError, PublishError
from dawn_chorus.publish import publication
from dawn_chorus.report.wordcloud import font
from dawn_chorus.settings import settings

__all__ = ["drop"]

REFUSED = "pre-receive", "echo 'not on Tuesdays' >&2; exit 1"
# The server dies when the branch has moved and the answer has not been sent.
LOST = "reference-transaction", 'test "$1" != committed || test -e died || { touch died; kill -9 $PPID; }'
LOCKS = ("shallow.lock", "config.lock", "refs/chorus/tip.lock", "packed-refs.lock")
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)

SetClock = Callable[[dt.datetime], None]


@pytest.fixture
def blog(drop: Callable[..., None], home: Path) -> Server:
    """The blog, after the first of two days was published."""
    drop(*plenty(DAYS[0]), *plenty(DAYS[1]))
    make(FIRST)
    return Server(home / "blog.git")


def check_two_posts(home: Path, blog: Server, others: int = 0) -> None:
    """Each day was published by one commit, recorded as it stands there, and a further run does nothing."""
    check(home, *DAYS)
    make(SECOND)
    assert len(blog.log()) == 2 + others
    recorded = ask("SELECT commit_sha FROM results.publications ORDER BY publication_id")
    assert [sha for (sha,) in recorded][-1] == blog.git("rev-parse", "main").strip()
    assert len(recorded) == 2
    assert pipeline.refresh(load_channel("twitter_ai")) == []


def test_a_rival_between_fetch_and_push_keeps_his_file_and_the_day_its_one_post(home: Path, blog: Server) -> None:
    rival = blog.commit("rival.md", "a rival's own")
    blog.hook("update", f"test -e raced || {{ touch raced; git update-ref refs/heads/main {rival}; }}")
    make(SECOND)
    assert (blog.folder / "raced").exists()
    assert blog.git("show", "main:rival.md") == "a rival's own"
    check_two_posts(home, blog, others=1)


@pytest.mark.parametrize(("hook", "is_refused"), [(REFUSED, True), (LOST, False)], ids=["refused", "answer lost"])
def test_a_push_without_a_good_answer_leaves_one_post_once_the_remote_is_well(
    home: Path, blog: Server, hook: tuple[str, str], is_refused: bool
) -> None:
    blog.hook(*hook)
    with pytest.raises(PublishError, match="not on Tuesdays") if is_refused else nullcontext():
        make(SECOND)
    check(home, *DAYS[: 1 if is_refused else 2])
    blog.hook(hook[0], "exit 0")
    make(SECOND)
    check_two_posts(home, blog)


def test_locks_that_a_killed_git_left_stop_no_post(home: Path, blog: Server) -> None:
    (cache,) = settings().git_cache.glob("*.git")
    blog.git("update-ref", "refs/heads/main", blog.commit("other.md", "somebody else's"))
    for name in LOCKS:
        (cache / name).write_text("")
    make(SECOND)
    check_two_posts(home, blog, others=1)


def test_without_its_font_a_day_is_not_published_and_with_it_once(home: Path, blog: Server, tmp_path: Path) -> None:
    (tmp_path / "bare" / "zhplot").mkdir(parents=True)
    (tmp_path / "bare" / "zhplot" / "__init__.py").write_text("")
    font.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(tmp_path / "bare")  # the package as it is where its fonts were removed
        with pytest.raises(ChorusError, match="font for the word cloud is missing"):
            make(SECOND)
    check(home, DAYS[0])
    font.cache_clear()
    make(SECOND)
    check_two_posts(home, blog)


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """Sets the clock of the host; Postgres, on a host of its own, keeps the right time."""

    def set_to(moment: dt.datetime) -> None:
        class Clock(dt.datetime):
            @classmethod
            def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
                return moment.astimezone(tz)

        for module in (pipeline, publication):
            monkeypatch.setattr(module, "dt", SimpleNamespace(**{**vars(dt), "datetime": Clock}))

    return set_to


def test_a_host_whose_clock_is_slow_publishes_a_day_late_and_once(
    drop: Callable[..., None], home: Path, set_clock: SetClock
) -> None:
    drop(*plenty(DAYS[0]))
    set_clock(MIDNIGHT - HOUR)
    with pytest.raises(ChorusError, match="is not over"):
        make(FIRST)
    assert ask("SELECT count(*) FROM results.runs") == [(0,)]
    set_clock(MIDNIGHT + HOUR)
    make(FIRST)
    check(home, DAYS[0])


def test_a_host_whose_clock_is_fast_tells_of_half_a_day_until_the_rest_came(
    drop: Callable[..., None], home: Path, set_clock: SetClock
) -> None:
    drop(*plenty(DAYS[0]))
    set_clock(MIDNIGHT + HOUR)  # by the right time that is half a day away
    make(FIRST)
    drop(tweet(MIDNIGHT - HOUR, WORDS.format(99)))
    for moment in (MIDNIGHT + HOUR, MIDNIGHT + DAY, MIDNIGHT - DAY):
        set_clock(moment)
        pipeline.refresh(load_channel("twitter_ai"))
    check(home, DAYS[0])
    assert ask("SELECT count(*) FROM facts.tweets WHERE text LIKE '% 99 %'") == [(1,)]
    assert len(Server(home / "blog.git").log()) == 2
