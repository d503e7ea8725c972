"""The pictures' command line: the pictures asked for, in their places."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import pictures


@pytest.fixture
def taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pictures that were taken; nothing is really looked at."""
    found: list[str] = []

    def take(what: str) -> Callable[[Path], None]:
        return lambda target: found.append(f"{what} {target.relative_to(tmp_path)}")

    monkeypatch.setattr(pictures, "IMAGES", tmp_path / "images")
    for what in ("post", "dag", "calendar", "evidence"):
        monkeypatch.setattr(pictures, f"picture_of_{what}", take(what))
    return found


@pytest.mark.parametrize("asked", [["post"], ["dag"], ["calendar"], ["evidence"], ["post", "dag"]])
def test_each_picture_asked_for_is_taken_and_named(
    taken: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], asked: list[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["pictures.py", *asked])
    pictures.main()
    assert taken == [f"{what} images/{what}.png" for what in asked]
    assert capsys.readouterr().out.split() == [str(pictures.IMAGES / f"{what}.png") for what in asked]


@pytest.mark.parametrize("asked", [[], ["sunrise"], ["post", "sunrise"]])
def test_any_other_wish_takes_none(taken: list[str], monkeypatch: pytest.MonkeyPatch, asked: list[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["pictures.py", *asked])
    with pytest.raises(SystemExit) as end:
        pictures.main()
    assert end.value.code == 2
    assert taken == []
    assert not pictures.IMAGES.exists()
