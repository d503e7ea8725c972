"""Tables of text (CSV): rows cut into cells, each with its bytes as received, so that it is parsed like any record.

A quotation mark that is never closed takes its own line with it and no other.
"""

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from dawn_chorus.ingest.documents import UTF8_MARK
from dawn_chorus.ingest.formats.record import UNCUT, RawRecord


def header(line: bytes, separator: str) -> list[str]:
    """The names of the columns in a table's first line."""
    text = line.removeprefix(UTF8_MARK).decode(errors="replace")
    return next(csv.reader([text], delimiter=separator), [])


def rows(file: BinaryIO, separator: str) -> Iterator[RawRecord]:
    """The rows below the first line of a table: cells by column, or ``UNCUT``. Reads line by line, lines end at LF."""
    lines = _Lines(file)
    columns = header(next(line for line in lines if line.strip()).encode(errors="surrogateescape"), separator)
    while True:
        lines.taken.clear()
        try:
            for cells in csv.reader(lines, delimiter=separator, strict=True):
                if cells:
                    yield _row(columns, cells, lines.text())
                lines.taken.clear()
        except csv.Error:
            yield RawRecord(lines.text(1).strip(), UNCUT)
            lines.give_back()
        else:
            return


def _row(columns: Sequence[str], cells: Sequence[str], raw: bytes) -> RawRecord:
    """A row; one that has other columns or is not UTF-8 is not cut."""
    is_whole = len(cells) == len(columns) and all(map(_is_text, cells))
    return RawRecord(raw.strip(), dict(zip(columns, cells, strict=True)) if is_whole else UNCUT)


def _is_text(cell: str) -> bool:
    """Whether a cell is free of the halves of surrogate pairs that stand for bytes that are not UTF-8."""
    return cell.isascii() or not any("\ud800" <= character <= "\udfff" for character in cell)


class _Lines:
    """The lines of a file, and those of them that the row being read has taken."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._returned: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        """Itself."""
        return self

    def __next__(self) -> str:
        """The next line; bytes that are not UTF-8 become halves of surrogate pairs."""
        line = self._returned.popleft() if self._returned else self._file.readline().decode(errors="surrogateescape")
        if not line:
            raise StopIteration
        self.taken.append(line)
        return line

    def text(self, lines: int | None = None) -> bytes:
        """The bytes of what was taken."""
        return "".join(self.taken[:lines]).encode(errors="surrogateescape")

    def give_back(self) -> None:
        """Have all but the first of the taken lines read again."""
        self._returned.extendleft(reversed(self.taken[1:]))
