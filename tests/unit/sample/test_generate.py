"""The generator: the same bytes every time, files of the agreed size, and a check that notices what changed."""

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

import generate
from week import Week, plan

SAMPLE = Path(generate.__file__).parent
LIMIT_ALL, LIMIT_FILE = 700_000, 300_000  # bytes: what the repository should carry


def test_same_seed_gives_the_same_bytes_under_another_hash_seed(contents: dict[str, bytes], tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "America/Lima"}
    command = [sys.executable, str(SAMPLE / "generate.py"), "--into", str(tmp_path)]
    subprocess.run(command, env=environment, check=True, capture_output=True, cwd=tmp_path)

    written = {str(path.relative_to(tmp_path)): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert written == contents


def test_another_seed_gives_another_week(week: Week) -> None:
    other = plan(generate.SEED + 1)

    assert {draft.id for draft in other.drafts}.isdisjoint(draft.id for draft in week.drafts)
    assert [story.days for story in other.stories] == [story.days for story in week.stories]


def test_the_files_on_disk_are_current(contents: dict[str, bytes]) -> None:
    assert generate.stale(SAMPLE, contents) == [], "run python include/sample/generate.py and commit what it writes"


def test_the_archives_stay_small(contents: dict[str, bytes]) -> None:
    sizes = [len(data) for name, data in contents.items() if name.endswith(".gz")]

    assert sum(sizes) < LIMIT_ALL
    assert max(sizes) < LIMIT_FILE


def test_archives_carry_no_time_and_no_name(contents: dict[str, bytes]) -> None:
    for name, data in contents.items():
        if name.endswith(".gz"):
            assert data[3] == 0, "no file name in the header"
            assert data[4:8] == bytes(4), "no time in the header"


def test_check_ignores_how_an_archive_was_packed(contents: dict[str, bytes], tmp_path: Path) -> None:
    generate.write(tmp_path, contents)
    name = next(name for name in contents if name.endswith(".gz"))
    (tmp_path / name).write_bytes(gzip.compress(gzip.decompress(contents[name]), compresslevel=1))

    assert generate.stale(tmp_path, contents) == []


@pytest.mark.parametrize("damage", [b"", b"\x1f\x8b", b"no archive", gzip.compress(b"{}\n", mtime=0)])
def test_check_names_a_damaged_archive(contents: dict[str, bytes], tmp_path: Path, damage: bytes) -> None:
    generate.write(tmp_path, contents)
    name = next(name for name in contents if name.endswith(".gz"))
    (tmp_path / name).write_bytes(damage)

    assert generate.stale(tmp_path, contents) == [name]


def test_check_names_missing_and_foreign_files(contents: dict[str, bytes], tmp_path: Path) -> None:
    generate.write(tmp_path, contents)
    (tmp_path / "truth.json").unlink()
    (tmp_path / "late" / "old.jsonl.gz").write_bytes(gzip.compress(b"", mtime=0))

    assert generate.stale(tmp_path, contents) == ["late/old.jsonl.gz", "truth.json"]


def test_command_line_says_what_to_do(
    week: Week, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "plan", lambda _: week)

    assert generate.main(["--check", "--into", str(tmp_path)]) == 1
    assert "generate.py" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [], "a check writes nothing"


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        generate.main(["--help"])
    text = capsys.readouterr().out
    assert "--check" in text
    assert "truth.json" in text
