"""The scripts of an account's official archive: how they begin, whose archive it is, and its long texts."""

import re
from pathlib import Path

import msgspec

from dawn_chorus.ingest.splitting import elements, members

ACCOUNT_FILE = "account.js"
NOTES_FILE = "note-tweet.js"
BESIDE = (ACCOUNT_FILE, NOTES_FILE)  # what lies beside an archive's tweets and says more about them
MAX_BESIDE = 32 << 20  # bytes of one of them that are read: some ten thousand long texts
ASSIGNMENT = re.compile(rb"\s*window\.YTD\.\w+\.part\d+\s*=\s*")


class Owner(msgspec.Struct, frozen=True, rename="camel"):
    """Whose archive it is, in the archive's own words."""

    account_id: str
    username: str
    account_display_name: str = ""


class Note(msgspec.Struct, frozen=True):
    """A text of more than 280 signs. It stands without the id of its tweet; ``links`` are short and whole ones."""

    text: str
    created_at: str
    links: tuple[tuple[str, str], ...] = ()


class _Link(msgspec.Struct, rename="camel"):
    short_url: str = ""
    expanded_url: str = ""


class _Core(msgspec.Struct):
    text: str = ""
    urls: list[_Link] = []


class _NoteTweet(msgspec.Struct, rename="camel"):
    created_at: str
    core: _Core


_OWNER = msgspec.json.Decoder(Owner)
_NOTE = msgspec.json.Decoder(_NoteTweet)


def owner_beside(path: Path) -> Owner | None:
    """The owner that ``account.js`` beside a script names; None where none can be read, or nobody stands in it."""
    for each in _entries_beside(path, ACCOUNT_FILE):
        try:
            return _OWNER.decode(members(each).get("account", b"{}"))
        except msgspec.DecodeError:
            continue
    return None


def notes_beside(path: Path) -> tuple[Note, ...]:
    """The long texts that ``note-tweet.js`` beside a script holds, as far as they can be read."""
    notes = []
    for each in _entries_beside(path, NOTES_FILE):
        try:
            note = _NOTE.decode(members(each).get("noteTweet", b"{}"))
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
        links = tuple((link.short_url, link.expanded_url) for link in note.core.urls)
        notes.append(Note(note.core.text, note.created_at, links))
    return tuple(notes)


def _entries_beside(path: Path, name: str) -> list[bytes]:
    """The entries of another script of the same archive; none where there is no such or ``path`` is no script."""
    if path.suffix != ".js":
        return []
    try:
        with path.with_name(name).open("rb") as file:
            content = file.read(MAX_BESIDE)
    except OSError:
        return []
    return elements(ASSIGNMENT.sub(b"", content, count=1))
