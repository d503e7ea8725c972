"""A project folder of a test's own: all of this one, but one channel with other settings."""

import shutil
from pathlib import Path
from typing import Any

import yaml
from tests.conftest import REPOSITORY


def make_project(folder: Path, channel: str, **changes: Any) -> Path:
    """Lay out ``folder`` for CHORUS_PROJECT, with these keys changed in the channel's file; returns it."""
    include = folder / "include"
    include.mkdir(parents=True)
    (folder / "sql").symlink_to(REPOSITORY / "sql")
    for part in (REPOSITORY / "include").iterdir():
        if part.name != "channels":
            (include / part.name).symlink_to(part)
    shutil.copytree(REPOSITORY / "include" / "channels", include / "channels")
    path = include / "channels" / f"{channel}.yaml"
    document = yaml.safe_load(path.read_text(encoding="utf-8")) | changes
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return folder
