"""What a file is: JSON documents, a table of text or Parquet; in which format; and through which reading."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from dawn_chorus.errors import InputError
from dawn_chorus.ingest import parquet, tables
from dawn_chorus.ingest.documents import documents, first_line
from dawn_chorus.ingest.formats import Format, formats_for
from dawn_chorus.ingest.formats.detect import describe, detect, few, unknown
from dawn_chorus.ingest.formats.mapped import Mapped
from dawn_chorus.ingest.formats.record import RawRecord, ReceivedTweet
from dawn_chorus.ingest.reading import Reading

SAMPLE = 50  # documents looked at to tell the format: broken lines may come first


@dataclass(frozen=True)
class Recognised:
    """A file that can be read: its records, which are in ``format``."""

    records: Iterator[RawRecord | ReceivedTweet]
    format: Format
    reading: Reading


def recognise(file: BinaryIO, name: str, readings: Sequence[Reading]) -> Recognised | None:
    """What an open file is under the first of ``readings`` that fits; None for one without a single document.

    Raises InputError, called ``name``, when nothing fits.
    """
    head = first_line(file)
    file.seek(0)
    if head.startswith(parquet.MAGIC):
        table = parquet.ParquetTable(file, name)
        return _table(table.columns, table.rows(), name, readings)
    if head and not head.lstrip().startswith((b"{", b"[")):
        found = _text_table(head, file, name, readings)
        if found is not None:
            return found
    return _json(documents(file), name, readings)


def _text_table(head: bytes, file: BinaryIO, name: str, readings: Sequence[Reading]) -> Recognised | None:
    """A table of text, if a mapping's columns stand in its first line; an error if only mappings may fit."""
    for reading in readings:
        if reading.mapping is not None:
            columns = tables.header(head, reading.mapping.separator)
            if len(readings) == 1 or not _lacking(reading, columns):
                return _table(columns, tables.rows(file, reading.mapping.separator), name, [reading])
    return None


def _table(columns: Sequence[str], rows: Iterator[RawRecord], name: str, readings: Sequence[Reading]) -> Recognised:
    """A table whose columns a mapping names. Raises InputError for one that no mapping, or no single one, describes."""
    mapped = [reading for reading in readings if reading.mapping is not None]
    if len(set(columns)) < len(columns):
        raise InputError(f"{name}: two columns have the same name.", remedy="Give each column a name of its own.")
    for reading in mapped:
        if reading.mapping is not None and not _lacking(reading, columns):
            return Recognised(rows, Mapped(reading.mapping), reading)
    if not mapped:
        raise InputError(
            f"{name}: a table with {few(columns)}, and no mapping says what they are.",
            remedy="Write a mapping and name it in the source: include/mappings/README.md says how.",
        )
    lacking = few(_lacking(mapped[0], columns))
    raise InputError(
        f"{name}: the table lacks {lacking}, which the mapping names; it has {few(columns)}.",
        remedy="Mend the mapping or the table.",
    )


def _lacking(reading: Reading, columns: Sequence[str]) -> list[str]:
    """The columns that a mapping names and a table has not."""
    named = reading.mapping.columns.named() if reading.mapping else ()
    return [each for each in named if each not in columns and each.split(".")[0] not in columns]


def _json(stream: Iterator[bytes], name: str, readings: Sequence[Reading]) -> Recognised | None:
    """JSON documents, or a file that is nothing we know."""
    sample = list(itertools.islice(stream, SAMPLE))
    if not sample:
        return None
    for reading in readings:
        known = detect(sample, formats_for(reading))
        if known is not None:
            found = map(known.records, itertools.chain(sample, stream))
            return Recognised(itertools.chain.from_iterable(found), known, reading)
    formats = [known for reading in readings for known in formats_for(reading)]
    raise unknown(name, describe(sample), formats)
