"""The landing folder, where the bytes of files are kept under their hash."""

import hashlib
import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from dawn_chorus.errors import InputError
from dawn_chorus.ingest.found import FoundFile

CHUNK = 1 << 20  # bytes
INCOMING = "incoming"  # folder in landing for what is being landed: a page, copies of objects
HASH_DIGITS = 64  # of a SHA-256


def hash_of(file: FoundFile) -> tuple[str, int]:
    """SHA-256 and size of a file's bytes. Raises InputError."""
    if not file.path.is_file():
        raise InputError(f"{file.path}: is not a file.", remedy="Give a file or a folder of files.")
    with _readable(file), file.path.open("rb") as handle:
        return _hash(handle)


def landed_path(landing: Path, sha256: str) -> Path:
    """Where the bytes with that hash are kept."""
    return landing / sha256[:2] / sha256


def parsed_folder(landing: Path, sha256: str) -> Path:
    """Where is kept what reading those bytes gave: beside the landing folder, which holds what was received alone."""
    return landing.with_name("parsed") / sha256[:2] / sha256


def discard(landing: Path, sha256: str, needed: Collection[Path] = ()) -> None:
    """Remove everything that is kept of a landed file, but for ``needed``. Safe to run again.

    That is its bytes, extracts, what killed processes left, and what reading it gave.
    """
    remove(path for path in kept(landing, sha256) if path not in needed)
    discard_parsed(landing, sha256)


def discard_parsed(landing: Path, sha256: str) -> None:
    """Remove what reading a landed file gave."""
    shutil.rmtree(parsed_folder(landing, sha256), ignore_errors=True)


def extract_path(landing: Path, sha256: str, channel: str, extract_hash: str) -> Path:
    """Where a channel's extract of the file with that hash is kept: beside its bytes, a name of its own for each."""
    return landing / sha256[:2] / f"{sha256}.{channel}.{extract_hash[:16]}"


def kept(landing: Path, sha256: str) -> list[Path]:
    """Everything that the landing folder keeps of a file: its bytes, extracts, and what killed processes left."""
    return sorted((landing / sha256[:2]).glob(f"{sha256}*"))


def hashes(landing: Path) -> set[str]:
    """The hashes of all files of which anything is kept."""
    found = (*landing.glob("??/*"), *landing.with_name("parsed").glob("??/*"))
    return {path.name[:HASH_DIGITS] for path in found}


def incoming_path(landing: Path, channel: str) -> Path:
    """Where the page is that a channel is landing; one at a time."""
    return landing / INCOMING / f"{channel}.json"


def incoming_copies(landing: Path, channel: str) -> Path:
    """What the folders begin with into which a channel's objects are copied; a killed process leaves its own."""
    return landing / INCOMING / f"{channel}.objects."


def remove(paths: Iterable[Path]) -> None:
    """Remove files, and put that onto the disk."""
    for path in paths:
        path.unlink(missing_ok=True)
        _sync(path.parent)


def is_kept(file: FoundFile, sha256: str, landing: Path) -> bool:
    """Whether a file's bytes are in the landing folder, whole in size. Raises InputError."""
    target = landed_path(landing, sha256)
    with _readable(file):
        return target.exists() and target.stat().st_size == file.path.stat().st_size


def keep(file: FoundFile, sha256: str, landing: Path) -> None:
    """Copy a file's bytes into the landing folder, completely or not at all. Raises InputError.

    The copy gets its name when it is on the disk; one that a killed process left unfinished is removed by the next.
    """
    if is_kept(file, sha256, landing):
        return
    target = landed_path(landing, sha256)
    with _readable(file):
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{sha256}.{os.getpid()}.part")
        try:
            _copy(file, sha256, part)
            _give_name(part, target)
        finally:
            part.unlink(missing_ok=True)
        for leftover in target.parent.glob(f"{sha256}.*.part"):
            leftover.unlink(missing_ok=True)


class Draft:
    """An extract that is being written; ``content_hash`` and ``size`` are of what was written so far."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._digest, self.size = file, hashlib.sha256(), 0

    def write(self, line: bytes) -> None:
        """Append a line."""
        self._digest.update(line)
        self.size += self._file.write(line)

    @property
    def content_hash(self) -> str:
        """SHA-256 of the bytes."""
        return self._digest.hexdigest()


@contextmanager
def drafting(landing: Path, sha256: str, channel: str) -> Iterator[Draft]:
    """Write an extract into the landing folder; it gets its name when it is complete and on the disk."""
    part = landing / sha256[:2] / f"{sha256}.{channel}.{os.getpid()}.part"
    part.parent.mkdir(parents=True, exist_ok=True)
    try:
        with part.open("wb") as file:
            draft = Draft(file)
            yield draft
            file.flush()
            os.fsync(file.fileno())
        _give_name(part, extract_path(landing, sha256, channel, draft.content_hash))
    finally:
        part.unlink(missing_ok=True)


def _copy(file: FoundFile, sha256: str, part: Path) -> None:
    """Copy to ``part`` and onto the disk. Raises InputError when it is no longer what was hashed."""
    with file.path.open("rb") as source, part.open("wb") as copy:
        copied, _ = _hash(source, copy)
        copy.flush()
        os.fsync(copy.fileno())
    if copied != sha256:
        raise changed(file)


def changed(file: FoundFile) -> InputError:
    """The error of a file that is no longer what was hashed."""
    return InputError(f"{file.path}: changed while it was being read.", remedy="Run again when it is complete.")


def _hash(source: BinaryIO, copy: BinaryIO | None = None) -> tuple[str, int]:
    """SHA-256 and size of what is read from ``source`` and written to ``copy``."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if copy is not None:
            copy.write(chunk)
    return digest.hexdigest(), size


def _give_name(part: Path, target: Path) -> None:
    """Rename, and put the folder's entry onto the disk; a process that landed the same bytes first has our part."""
    try:
        part.rename(target)
    except FileNotFoundError:
        if not target.exists():
            raise
    _sync(target.parent)


def _sync(folder: Path) -> None:
    """Put a folder's entries onto the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def writable(folder: Path) -> Iterator[None]:
    """Turn the system's refusals to write into ``folder`` into one clear line."""
    try:
        yield
    except OSError as error:
        raise InputError(
            f"{folder}: cannot be written: {error.strerror or error}.", remedy="Mend its permissions, or make room."
        ) from None


@contextmanager
def _readable(file: FoundFile) -> Iterator[None]:
    """Turn the system's refusals into one clear line."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            f"{file.shown}: cannot be read and kept: {reason}.",
            remedy="Mend its permissions, or make room for the landing folder.",
        ) from None
