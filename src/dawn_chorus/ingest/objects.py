"""Files of object storage, copied to where landing reads them; what did not change is not copied again.

An object is known by its tag, or by its time and size where it has none. A time counts only when it was past for some
seconds when the object was read: another write in the same second would not show.
"""

import datetime as dt
import glob
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from dawn_chorus.channel import Channel
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.sql import statement
from dawn_chorus.errors import InputError
from dawn_chorus.ingest.archive import BESIDE
from dawn_chorus.ingest.files import incoming_copies, landed_path
from dawn_chorus.ingest.found import FoundFile, is_data
from dawn_chorus.ingest.storage import Storage, open_storage

SCRIPT = ".js"  # of an account's archive: what lies beside it counts too, so that it is always read anew
SETTLED_SECONDS = 5.0
LEFTOVER_SECONDS = 86_400.0  # after which a copy that a killed process left is nobody's
_TAGS = ("ETag", "etag", "md5Hash", "content_md5")
_TIMES = ("mtime", "LastModified", "last_modified", "updated", "created")


@dataclass(frozen=True)
class StoredObject:
    """An object: its path in the storage, its name within what the source names, its size, and its version if known."""

    path: str
    name: str
    size: int | None
    version: str | None


class Collector:
    """Copies objects into a folder beside landing, which ``until`` removes when the copies are landed."""

    def __init__(self, channel: Channel, landing: Path, until: ExitStack) -> None:
        self._channel = channel
        self._landing = landing
        self._until = until
        self._versions: dict[FoundFile, str] = {}

    def files(self, location: str, source: str, *, is_required: bool) -> list[FoundFile]:
        """The files that an address names, on this machine. Raises InputError, FetchDelayedError."""
        storage, known = open_storage(location), self._known()
        with storage.plainly():
            objects = list_objects(storage)
            if not objects and is_required:
                raise InputError(f"{location}: there are no files in it.", remedy="Mend the address given with --data.")
            return [self._file(storage, each, source, known) for each in objects]

    def remember(self, hashes: Mapping[FoundFile, tuple[str, int]]) -> None:
        """Note which versions are landed."""
        rows = [
            {"channel": self._channel.name, "location": file.shown, "version": version, "sha256": hashes[file][0]}
            for file, version in self._versions.items()
        ]
        if rows:
            with transaction("loader") as connection:
                connection.execute(statement("ingest/write_object"), rows)

    @cached_property
    def _folder(self) -> Path:
        """Made for the first copy; what killed processes left is removed."""
        copies = incoming_copies(self._landing, self._channel.name)
        copies.parent.mkdir(parents=True, exist_ok=True)
        for leftover in copies.parent.glob(f"{copies.name}*"):
            if time.time() - leftover.stat().st_mtime > LEFTOVER_SECONDS:
                shutil.rmtree(leftover, ignore_errors=True)
        return Path(self._until.enter_context(tempfile.TemporaryDirectory(prefix=copies.name, dir=copies.parent)))

    def _known(self) -> Mapping[tuple[str, str], str]:
        """The hashes of landed objects by address and version."""
        with transaction("loader") as connection:
            rows = connection.execute(statement("ingest/read_objects"), {"channel": self._channel.name}).all()
        return {(row.location, row.version): row.sha256 for row in rows}

    def _file(
        self, storage: Storage, found: StoredObject, source: str, known: Mapping[tuple[str, str], str]
    ) -> FoundFile:
        """An object as a file: in landing if that version is there, else copied."""
        shown = f"{storage.location.partition('://')[0]}://{found.path}"
        sha256 = known.get((shown, found.version or ""))
        if sha256 is not None:
            landed = landed_path(self._landing, sha256)
            if landed.exists() and landed.stat().st_size == found.size:
                return FoundFile(landed, source, found.name, shown)
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        is_script = found.path.endswith(SCRIPT)
        file = FoundFile(folder / ("object" + SCRIPT * is_script), source, found.name, shown)
        storage.files.get_file(found.path, str(file.path))
        if found.size not in (None, file.path.stat().st_size):
            raise InputError(f"{shown}: changed while it was being read.", remedy="Run again when it is complete.")
        if is_script:
            _copy_beside(storage, found, folder)
        elif found.version is not None:
            self._versions[file] = found.version
        return file


def _copy_beside(storage: Storage, script: StoredObject, folder: Path) -> None:
    """Copy the files that say more about an archive's tweets, where they are."""
    for name in BESIDE:
        beside = f"{script.path.rpartition('/')[0]}/{name}"
        if storage.files.exists(beside):
            storage.files.get_file(beside, str(folder / name))


@contextmanager
def collecting(channel: Channel, landing: Path) -> Iterator[Collector]:
    """A collector whose copies are removed at the end."""
    with ExitStack() as until:
        yield Collector(channel, landing, until)


def list_objects(storage: Storage) -> list[StoredObject]:
    """The objects of an address, as of a path: one, those below a folder, or what a glob names; sorted.

    Empty where the bucket has nothing of that name. Raises FileNotFoundError where there is no such bucket.
    """
    files, path = storage.files, storage.path
    if storage.bucket is not None:
        files.info(storage.bucket)
    places = {path: files.info(path)} if files.exists(path) else {}
    if not places and glob.has_magic(path):
        places = files.glob(path, detail=True)
    return [each for place, info in sorted(places.items()) for each in _at(storage, place, info)]


def _at(storage: Storage, place: str, info: Mapping[str, Any]) -> Iterator[StoredObject]:
    """An object, or those below a folder."""
    if info["type"] == "file":
        yield _object(place, PurePosixPath(place).name, info)
        return
    for path, below in sorted(storage.files.find(place, detail=True).items()):
        name = path.removeprefix(place).lstrip("/")
        if below["type"] == "file" and is_data(PurePosixPath(name)):
            yield _object(path, name, below)


def _object(path: str, name: str, info: Mapping[str, Any]) -> StoredObject:
    return StoredObject(path, name, info.get("size"), version_of(info, dt.datetime.now(dt.UTC)))


def version_of(info: Mapping[str, Any], now: dt.datetime) -> str | None:
    """What tells this version of an object from others; None where nothing does surely."""
    tag = next((info[each] for each in _TAGS if info.get(each)), None)
    if tag is not None:
        return f"{tag} {info.get('size')}"
    written = next((info[each] for each in _TIMES if info.get(each)), None)
    if not isinstance(written, dt.datetime) or written.tzinfo is None:
        return None
    is_settled = (now - written).total_seconds() > SETTLED_SECONDS
    return f"{written.isoformat()} {info.get('size')}" if is_settled else None
