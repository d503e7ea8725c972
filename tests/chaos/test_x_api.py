"""The X API through every fault of the network, by the command line: faults 22 to 29.

How each of them is met, request by request, is tried in tests/integration/ingest/x_api/test_faults.py.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest
import yaml
from tests import workers
from tests.chaos.conftest import DAY_ROWS, DIGEST, DOUBLED, UNBALANCED, Ask
from tests.conftest import REPOSITORY
from tests.installation import SAMPLE
from tests.stand_in.answers import Answers
from tests.stand_in.archive import Archive
from tests.stand_in.faults import Fault, Plan
from tests.stand_in.server import StandIn
from tests.workers import Worker

DAY = "2026-03-02"
TOKEN = "invented-for-the-chaos-suite"
CLEAN = "twitter_clean"
DONE, REFUSED = 0, 1  # exit codes of the command line


class Fetchers:
    """Channels that each ask a stand-in with faults of its own for the same day, at once."""

    def __init__(self, project: Path, archive: Archive, ask: Ask, stack: ExitStack) -> None:
        self._project, self._archive, self._ask, self._stack = project, archive, ask, stack
        (project / "include" / "channels").mkdir(parents=True)
        for name in ("include/lexicons", "include/templates", "include/blog", "include/models", "sql"):
            (project / name).symlink_to(REPOSITORY / name)

    def ingest(self, faults: Sequence[str], among: Sequence[str] = ()) -> list[int]:
        """Ingest the day in one channel per fault, and in one without any; the exit codes, of those with faults."""
        running = [self._start(self.channel(fault), fault if fault not in among else "") for fault in faults]
        clean = self._start(CLEAN, "")
        codes = [worker.end() for worker in running]
        assert clean.end() == DONE
        return codes

    def channel(self, fault: str) -> str:
        """The channel that meets a fault."""
        return "twitter_" + "".join(letter if letter.isalnum() else "_" for letter in fault)

    def rows(self, channel: str) -> str:
        """A digest of a channel's day."""
        return str(self._ask(DIGEST.format(DAY_ROWS.format(channel)))[0][0])

    def check(self) -> None:
        """Hold all channels to the promises."""
        assert self._ask(DOUBLED) == [(0,)]
        assert self._ask(UNBALANCED) == [(0,)]

    def _start(self, channel: str, fault: str) -> Worker:
        """Start the command line in a process of its own."""
        plan = Plan([Fault.parse(fault)] if fault else [])
        server = self._stack.enter_context(StandIn(Answers(self._archive), plan, token=TOKEN))
        settings = {
            "name": channel,
            "title": "测试",
            "short_title": "Twitter X",
            "start_date": "2026-01-01",
            "sources": [{"name": "search", "kind": "x_api", "query": "ai"}],
            "budget": {"per_day": 100, "per_month": 100},
        }
        (self._project / "include" / "channels" / f"{channel}.yaml").write_text(yaml.safe_dump(settings))
        env = {
            **os.environ,
            "CHORUS_PROJECT": str(self._project),
            "AIRFLOW_CONN_X_API": f"http://:{TOKEN}@127.0.0.1:{server.port}/?archive_pause=0",
        }
        worker = workers.start(workers.command, "ingest", channel, "--from", DAY, env=env)
        self._stack.callback(worker.close)
        return worker


@pytest.fixture(scope="session")
def archive() -> Archive:
    """A day of the sample week."""
    return Archive.read([SAMPLE / "twitter_ai" / f"{DAY}.jsonl.gz"])


@pytest.fixture
def fetchers(tmp_path: Path, archive: Archive, ask: Ask) -> Iterator[Fetchers]:
    """What fetches; everything is ended with the test."""
    with ExitStack() as stack:
        yield Fetchers(tmp_path / "project", archive, ask, stack)


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param(("429@2",), id="22-rate-limit"),
        pytest.param(("500@2", "503@1-2", "reset@2", "slow@2"), id="23-server-errors-resets-slow-bodies"),
        pytest.param(("truncated@2", "cut@3", "html@1"), id="24-truncated-pages"),
        pytest.param(("partial@1-2", "empty@2"), id="25-partial-errors-and-empty-pages"),
        pytest.param(("duplicate@2-3",), id="27-ids-on-two-pages"),
        pytest.param(("new-field@1-9",), id="29-new-fields"),
    ],
)
def test_a_day_fetched_through_faults_is_that_of_a_clean_fetch(fetchers: Fetchers, faults: Sequence[str]) -> None:
    for _ in ("once", "again"):
        assert fetchers.ingest(faults) == [DONE] * len(faults)
        fetchers.check()
        clean = fetchers.rows(CLEAN)
        assert {fault: fetchers.rows(fetchers.channel(fault)) for fault in faults} == dict.fromkeys(faults, clean)


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param(("503@2-99", "reset@3-99"), id="23-a-server-that-stays-down"),
        pytest.param(("401@2-99", "402@2-99", "403@2-99"), id="28-refusals"),
        pytest.param(("no-meta@2-99",), id="29-a-field-that-is-gone"),
    ],
)
def test_a_fetch_that_was_refused_comes_to_the_same_day_when_it_is_not(
    fetchers: Fetchers, faults: Sequence[str]
) -> None:
    assert fetchers.ingest(faults) == [REFUSED] * len(faults)
    fetchers.check()
    assert fetchers.ingest(faults, among=faults) == [DONE] * len(faults)
    fetchers.check()
    clean = fetchers.rows(CLEAN)
    assert {fault: fetchers.rows(fetchers.channel(fault)) for fault in faults} == dict.fromkeys(faults, clean)


@pytest.mark.parametrize(
    "fault", [pytest.param("looping@2-99", id="26-looping-token"), pytest.param("changed-type@3", id="29-changed-type")]
)
def test_a_day_of_which_a_part_came_is_balanced_and_stays(fetchers: Fetchers, fault: str) -> None:
    assert fetchers.ingest([fault]) == [DONE]
    fetchers.check()
    part = fetchers.rows(fetchers.channel(fault))
    assert part != fetchers.rows(CLEAN)
    assert fetchers.ingest([fault], among=[fault]) == [DONE]
    assert fetchers.rows(fetchers.channel(fault)) == part
