"""The gate on the whole path: what is written of poor input, what stays of a post, and that order does not matter."""

import datetime as dt
import json
import re
import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dawn_chorus import pipeline
from dawn_chorus.channel import Channel, load_channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.errors import BlockedWindowError, EmptyWindowError
from dawn_chorus.ingest.forget import forget
from dawn_chorus.ingest.moments import SNOWFLAKE_EPOCH_MS, SNOWFLAKE_LOW_BITS
from dawn_chorus.settings import settings
from dawn_chorus.window import Window

CHANNEL = load_channel("twitter_ai")
MONDAY = dt.date(2026, 3, 2)
HOURS = 24  # tweets on a whole day, one in every hour
CUT, STUB = 10, 2  # on one that is thin, and on one that is blocked
HISTORY = dict.fromkeys(range(5), HOURS)
LAST = 5

Deliver = Callable[..., None]


def window(number: int, days: int = 1) -> Window:
    """The window of so many days that begins so many days after Monday."""
    return Window(MONDAY + dt.timedelta(days=number), MONDAY + dt.timedelta(days=number + days - 1))


def tweet_id(number: int, hour: int) -> int:
    """The id of the tweet of an hour of a day."""
    moment = dt.datetime.combine(MONDAY + dt.timedelta(days=number), dt.time(hour, 30), CHANNEL.zone)
    return (round(moment.timestamp() * 1000) - SNOWFLAKE_EPOCH_MS << SNOWFLAKE_LOW_BITS) + 7


def tweet(number: int, hour: int) -> dict[str, object]:
    """One of many about a launch that goes on for days, and about one of the day."""
    who = f"tester_{hour % 5}"
    subject = "Quokka 3" if hour % 2 else f"Numbat {number + 4}.1"
    text = f"Introducing {subject}: Tangram Labs releases its open model with {hour + 7} languages"
    return {
        "user": {"screenName": who, "name": who.title(), "followersCount": 100 + hour},
        "tweetUrl": f"https://x.com/{who}/status/{tweet_id(number, hour)}",
        "fullText": text,
    }


@pytest.fixture
def deliver(database: sa.Engine, tmp_path: Path) -> Deliver:
    """Lands the first tweets of days: ``deliver({0: 24, 1: 2})``; what was landed before is repeated."""

    def take(days: Mapping[int, int]) -> None:
        rows = [tweet(number, hour) for number, count in days.items() for hour in range(count)]
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.json"
        path.write_text(json.dumps(rows))
        pipeline.land(CHANNEL, [path])

    return take


def load(numbers: Iterable[int]) -> None:
    """Load days without making posts of them."""
    for number in numbers:
        pipeline.load(CHANNEL, window(number))


def posts(home: Path) -> dict[str, str]:
    """What the posts on the blog tell, by day."""
    if not (home / "blog.git" / "refs" / "heads" / "main").exists():
        return {}
    names = [name for name in git(home, "ls-tree", "-r", "--name-only", "main").split() if name.startswith("_posts/")]
    texts = {name: git(home, "show", f"main:{name}") for name in names}
    return {name.removeprefix("_posts/")[:10]: _told(text) for name, text in texts.items()}


def _told(post: str) -> str:
    """What a post tells: all but its front matter, which says when it was made, and why it was made again."""
    return post.partition("\n---\n")[2].partition("<!-- revisions -->")[0].rstrip()


def git(home: Path, *arguments: str) -> str:
    """Output of a git command in the blog's repository."""
    command = ["git", "-c", "safe.directory=*", "-C", str(home / "blog.git"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def count(table: str) -> int:
    """Rows of a table."""
    with transaction("reader") as connection:
        return int(connection.scalar(sa.text(f"SELECT count(*) FROM {table}")) or 0)


DAY = "2026-03-07"


def test_a_blocked_day_is_told_and_nothing_is_made_of_it(deliver: Deliver, home: Path) -> None:
    deliver({**HISTORY, LAST: STUB})
    load(range(LAST))
    with pytest.raises(BlockedWindowError) as caught:
        pipeline.run_window(CHANNEL, window(LAST))
    assert not caught.value.may_pass
    assert caught.value.message.startswith("twitter_ai 2026-03-07 is blocked: 2 tweets a day, usually 24; 2 hours of")
    assert "--accept REASON" in caught.value.remedy
    assert (count("results.runs"), posts(home)) == (0, {})


@pytest.fixture
def blocked(deliver: Deliver) -> None:
    """A day that was asked for and blocked, with five days before it."""
    deliver({**HISTORY, LAST: STUB})
    load(range(LAST))
    with pytest.raises(BlockedWindowError):
        pipeline.run_window(CHANNEL, window(LAST))


@pytest.mark.usefixtures("blocked")
def test_a_refresh_makes_a_blocked_day_when_late_input_is_good_enough(deliver: Deliver, home: Path) -> None:
    assert pipeline.refresh(CHANNEL) == []
    deliver({LAST: HOURS})
    assert pipeline.refresh(CHANNEL) == [window(LAST)]
    assert "收到的推文不全" not in posts(home)[DAY]
    assert pipeline.refresh(CHANNEL) == []


@pytest.mark.usefixtures("blocked")
def test_better_input_passes_later(deliver: Deliver, home: Path) -> None:
    deliver({LAST: HOURS})
    pipeline.run_window(CHANNEL, window(LAST))
    assert "收到的推文不全" not in posts(home)[DAY]
    assert "## 详细分析部分" in posts(home)[DAY]


def test_a_thin_day_has_a_short_post_that_says_why_and_compares_with_nothing(deliver: Deliver, home: Path) -> None:
    deliver({**HISTORY, LAST: CUT})
    load(range(LAST - 1))
    pipeline.run_window(CHANNEL, window(LAST - 1))
    pipeline.run_window(CHANNEL, window(LAST))
    post = posts(home)[DAY]
    assert "当日收到的推文不全：只有 10 个小时有推文（平时约 24 个）" in post
    assert "最后一条推文距当日结束 14 小时（平时不到 1 小时）" in post
    assert "### 核心信息（" in post
    assert "输入不全，报告从简" in post
    for absent in ("详细分析部分", "昨日", "延续", "没有可比的日子", "image:", "| 名次 |"):
        assert absent not in post, absent
    assert not [name for name in git(home, "ls-tree", "-r", "--name-only", "main").split() if f"{DAY}.jpg" in name]


def test_a_late_file_makes_a_thin_post_whole_and_leaves_the_day_after_as_new(deliver: Deliver, home: Path) -> None:
    deliver({**HISTORY, LAST: CUT, LAST + 1: HOURS})
    load(range(LAST))
    for number in (LAST, LAST + 1):
        pipeline.run_window(CHANNEL, window(number))
    warning = "前一日收到的推文不全，升降仅供参考"
    assert warning in posts(home)["2026-03-08"]
    deliver({LAST: HOURS})
    assert pipeline.refresh(CHANNEL) == [window(LAST), window(LAST + 1)]
    assert "不全" not in posts(home)[DAY]
    assert warning not in posts(home)["2026-03-08"]
    assert pipeline.refresh(CHANNEL) == []


def test_accepted_input_has_a_whole_post_that_says_so_and_a_re_run_finds_the_same(
    deliver: Deliver, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    deliver({**HISTORY, LAST: STUB, LAST + 1: STUB})
    load(range(LAST + 1))
    accepted = pipeline.run_window(CHANNEL, window(LAST), accept="the collector was moved")
    assert "block (accepted: the collector was moved)" in caplog.text
    post = posts(home)[DAY]
    assert "## 详细分析部分" in post
    assert "输入不全（只有 2 条（平时约 24 条），只有 2 个小时有推文（平时约 24 个）" in post
    assert "经人工确认后照常写成，但不与此前的日子比较" in post
    assert "collector" not in post
    assert pipeline.run_window(CHANNEL, window(LAST)) == accepted
    assert pipeline.refresh(CHANNEL) == []
    with pytest.raises(BlockedWindowError):
        pipeline.run_window(CHANNEL, window(LAST + 1))


@pytest.mark.parametrize(("tweets", "is_short"), [(CUT, True), (STUB, False)], ids=["thin", "blocked"])
def test_an_acceptance_that_was_taken_back_holds_no_more_and_a_thin_days_post_says_so(
    deliver: Deliver, home: Path, tweets: int, is_short: bool
) -> None:
    deliver({**HISTORY, LAST: tweets})
    load(range(LAST))
    pipeline.run_window(CHANNEL, window(LAST), accept="the collector was moved")
    accepted = posts(home)
    judgement = pipeline.revoke(CHANNEL, window(LAST))
    assert judgement is not None
    assert judgement.accepted_reason is None
    assert pipeline.revoke(CHANNEL, window(LAST)) is None
    assert pipeline.refresh(CHANNEL) == [window(LAST)] * is_short
    assert (posts(home) != accepted) is is_short
    assert ("不全" in posts(home)[DAY].splitlines()[0] + posts(home)[DAY][:200]) is is_short
    pipeline.run_window(CHANNEL, window(LAST), accept="it was right after all")
    assert "经人工确认后照常写成" in posts(home)[DAY]
    assert pipeline.refresh(CHANNEL) == []


def test_running_again_writes_nothing(deliver: Deliver) -> None:
    deliver({**HISTORY, LAST: CUT})
    load(range(LAST))
    runs = {pipeline.run_window(CHANNEL, window(LAST)).run_id for _ in range(2)}
    assert (len(runs), count("facts.judgements"), count("results.publications")) == (1, 1, 1)


# --- a post that is there already ---


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> Channel:
    """The channel with other limits: of what is loaded, no day is good enough any more."""
    quality = CHANNEL.quality.model_copy(update={"block_hours": 1.0, "thin_hours": 1.0})
    return CHANNEL.model_copy(update={"quality": quality})


def published(deliver: Deliver) -> None:
    """A day that passed, with five days before it, and one hour less than is usual."""
    deliver({**HISTORY, LAST: HOURS - 1})
    load(range(LAST))
    pipeline.run_window(CHANNEL, window(LAST))


def test_a_post_stays_when_its_input_became_too_poor(
    deliver: Deliver, strict: Channel, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    published(deliver)
    before = git(home, "rev-parse", "main")
    for _ in range(2):
        caplog.clear()
        assert pipeline.refresh(strict) == []
        assert "2026-03-07: the input has become too poor for a report, its post stays: 23 hours" in caplog.text
    assert git(home, "rev-parse", "main") == before
    assert pipeline.refresh(CHANNEL) == [], "and where it is good enough again there is nothing to do"


def test_what_was_forgotten_leaves_even_the_post_of_a_blocked_day(
    deliver: Deliver, strict: Channel, home: Path
) -> None:
    published(deliver)
    gone = re.findall(r"/status/(\d+)", posts(home)[DAY])[0]
    forget(strict, [int(gone)], "deleted by its author", settings().landing)
    assert pipeline.refresh(strict) == [window(LAST)]
    assert gone not in posts(home)[DAY]
    assert "收到的推文不全" in posts(home)[DAY]
    assert pipeline.refresh(strict) == []


def test_a_day_that_was_forgotten_whole_is_no_blocked_day(deliver: Deliver, strict: Channel, home: Path) -> None:
    published(deliver)
    forget(strict, [tweet_id(LAST, hour) for hour in range(HOURS)], "deleted by its author", settings().landing)
    assert pipeline.refresh(strict) == [window(LAST)]
    assert posts(home) == {}
    with pytest.raises(EmptyWindowError, match="has no tweets on 2026-03-07"):
        pipeline.run_window(strict, window(LAST))


# --- order ---


def test_days_backfilled_in_any_order_end_alike(
    deliver: Deliver, home: Path, make_database: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    days = {**HISTORY, LAST: CUT, LAST + 1: HOURS}
    deliver(days)
    load(HISTORY)
    for number in (LAST, LAST + 1):
        pipeline.run_window(CHANNEL, window(number))
    forwards = posts(home)
    assert "收到的推文不全" in forwards[DAY]

    other(home, make_database, monkeypatch)
    deliver(days)
    for number in (LAST + 1, LAST):
        pipeline.run_window(CHANNEL, window(number))
    load([*HISTORY][::-1])
    assert "收到的推文不全" not in posts(settings().home)[DAY], "nothing was usual yet"
    pipeline.refresh(CHANNEL)
    assert posts(settings().home) == forwards
    assert pipeline.refresh(CHANNEL) == []


def other(home: Path, make_database: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Go on in an empty installation."""
    from dawn_chorus.database import connect

    monkeypatch.setenv("CHORUS_DATABASE_URL", make_database())
    monkeypatch.setenv("CHORUS_HOME", str(home.with_name("other")))
    connect.reset()


# --- the command line ---


def test_the_ledger_is_shown_with_the_verdict_and_its_reasons(deliver: Deliver, chorus: Callable[..., Any]) -> None:
    deliver({**HISTORY, LAST: CUT})
    shown = chorus("ingest", "twitter_ai", "--from", "2026-03-02", "--to", DAY)
    assert "\n2026-03-06: pass\n2026-03-07: thin; 10 hours of a day have tweets, usually 24; the last" in shown.stdout


def test_a_blocked_day_is_two_lines_and_does_not_stop_the_others(deliver: Deliver, chorus: Callable[..., Any]) -> None:
    deliver({**HISTORY, LAST: STUB, LAST + 1: HOURS})
    load(range(LAST))
    refused = chorus("topics", "twitter_ai", "--from", DAY, "--to", "2026-03-08")
    assert refused.returncode == 1
    assert "twitter_ai 2026-03-08" in refused.stdout
    assert [line.split()[0] for line in refused.stderr.splitlines()] == ["error:", "→"]
    assert "is blocked" in refused.stderr


@pytest.fixture
def chorus() -> Callable[..., Any]:
    """Runs the command line in a process of its own."""
    from tests.installation import CHORUS

    def take(*arguments: str) -> Any:
        return subprocess.run([CHORUS, *arguments], capture_output=True, text=True, timeout=180, check=False)

    return take
