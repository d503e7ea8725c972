"""The demo's own parts: where it puts files, and how it ends when a DAG fails."""

import logging
import sys
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

import demo
from dawn_chorus.channel import load_channel
from dawn_chorus.settings import settings


@dataclass
class Dag:
    """A DAG that prints and ends in a state."""

    state: str
    dag_id: str = "twitter_ai"
    conf: object = None

    def test(self, *, logical_date: None, run_conf: object) -> SimpleNamespace:
        """Run it in this process."""
        sys.stdout.write("a task says something\n")
        self.conf = run_conf
        return SimpleNamespace(state=self.state)


def test_a_dag_that_succeeds_is_quiet_and_timed(capsys: pytest.CaptureFixture[str]) -> None:
    dag = Dag("success")
    assert 0 <= demo._run(dag, {"first_day": "2026-03-02"}) < 5
    assert dag.conf == {"first_day": "2026-03-02"}
    assert capsys.readouterr().out == ""


def test_a_dag_that_fails_ends_the_demo_with_what_it_said() -> None:
    with pytest.raises(SystemExit, match=r"a task says something\n(.|\n)*twitter_ai .* ended as failed"):
        demo._run(Dag("failed"), {"first_day": "2026-03-02"})
    assert logging.root.manager.disable == logging.NOTSET


@pytest.mark.usefixtures("home")
def test_files_are_delivered_where_the_channels_source_looks(tmp_path: Path) -> None:
    file = tmp_path / "2026-03-02.jsonl.gz"
    file.write_bytes(b"day")
    demo._deliver(file)
    (source, *_) = load_channel(demo.CHANNEL).sources
    delivered = Path(settings().expand(source.path)) / file.name
    assert delivered.read_bytes() == b"day"
    demo._deliver(file)  # a second demo on the same home
    assert [path.name for path in delivered.parent.iterdir()] == [file.name]


def test_there_is_a_sample_file_for_each_of_seven_days() -> None:
    names = [path.name for path in sorted((demo.SAMPLE / demo.CHANNEL).glob("*.jsonl.gz"))]
    assert names == [f"2026-03-0{day}.jsonl.gz" for day in range(2, 9)]
