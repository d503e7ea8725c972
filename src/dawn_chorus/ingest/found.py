"""Finding the files of a channel's sources, or of paths that were given by hand."""

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Protocol

from dawn_chorus.channel import Channel
from dawn_chorus.errors import InputError
from dawn_chorus.ingest.storage import is_remote
from dawn_chorus.settings import settings

DATA = "data"  # the source's name in the ledger for paths that were given by hand
IGNORED = ("readme", "license")  # what lies beside data in a folder and is none


@dataclass(frozen=True)
class FoundFile:
    """A file of a source. ``name`` is its path within what the source names; ``origin`` its address if it is a copy."""

    path: Path
    source: str
    name: str
    origin: str | None = None

    @property
    def shown(self) -> str:
        """What a person knows it by."""
        return self.origin or str(self.path)


class FindRemote(Protocol):
    """How the files of an address are brought to this machine."""

    def __call__(self, location: str, source: str, *, is_required: bool) -> list[FoundFile]:
        """The files. Raises InputError."""


def discover(channel: Channel, paths: Sequence[Path | str] | None, remote: FindRemote) -> list[FoundFile]:
    """The files of ``paths``, or of the channel's sources, sorted; those of addresses by ``remote``.

    A source may be empty or not exist yet; what was given by hand must exist. Raises InputError.
    """

    def at(location: str, source: str, *, is_required: bool) -> list[FoundFile]:
        find = remote if is_remote(location) else local_files
        return find(location, source, is_required=is_required)

    if paths is not None:
        return [file for path in paths for file in at(str(path), DATA, is_required=True)]
    sources = ((settings().expand(each.path), each.name) for each in channel.sources if each.path is not None)
    return [file for path, name in sources for file in at(path, name, is_required=False)]


def local_files(location: str, source: str, *, is_required: bool) -> list[FoundFile]:
    """The files of one file, folder or glob."""
    path = Path(location).expanduser()
    is_there = os.path.lexists(path)  # a link that leads nowhere too: reading it tells why
    files = [file for place in ([path] if is_there else _matches(path)) for file in _at(place, source)]
    if is_required and not files:
        what = "there are no files in it" if is_there else "there is no such file or folder"
        raise InputError(f"{location}: {what}.", remedy="Mend the path given with --data.")
    return files


def _matches(pattern: Path) -> list[Path]:
    """What a glob names, sorted; links that lead nowhere are left out."""
    found = glob.glob(str(pattern), recursive=True)  # noqa: PTH207 - an absolute pattern
    return sorted(path for path in map(Path, found) if path.exists())


def _at(place: Path, source: str) -> list[FoundFile]:
    """A file, or the files of a folder."""
    if place.is_dir():
        return [FoundFile(each, source, each.relative_to(place).as_posix()) for each in _in_folder(place)]
    return [FoundFile(place, source, place.name)]


def _in_folder(folder: Path) -> Iterator[Path]:
    """The data files below a folder, sorted by path; hidden ones, READMEs and licences are none."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and is_data(path.relative_to(folder)):
            yield path


def is_data(path: PurePath) -> bool:
    """Whether a path below a folder is that of data, by its name."""
    return not any(part.startswith(".") for part in path.parts) and not path.name.lower().startswith(IGNORED)
