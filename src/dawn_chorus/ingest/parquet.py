"""Parquet files: rows as cells by column, a thousand at a time; as bytes a row is a JSON object."""

import datetime as dt
import gzip
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from dawn_chorus.errors import InputError
from dawn_chorus.ingest.formats.record import RawRecord

MAGIC = b"PAR1"
BATCH_ROWS = 1000
BUFFER_BYTES = 1 << 20  # read of a column at once, so that a large group of rows is not held whole


class ParquetTable:
    """An open Parquet file. Raises InputError, also while rows are read, for one that is broken."""

    def __init__(self, file: BinaryIO | gzip.GzipFile, name: str) -> None:
        if isinstance(file, gzip.GzipFile):
            raise InputError(f"{name}: a Parquet file inside gzip.", remedy="Unpack it; it is compressed in itself.")
        # Imported here: half a second that only those pay who have such files.
        import pyarrow
        import pyarrow.parquet

        pyarrow.set_memory_pool(pyarrow.system_memory_pool())  # the others keep what was freed: 30 MB more at 450k rows
        self._name = name
        self._broken: tuple[type[Exception], ...] = (pyarrow.ArrowException, OSError, UnicodeDecodeError)
        try:
            self._file: Any = pyarrow.parquet.ParquetFile(file, buffer_size=BUFFER_BYTES, pre_buffer=False)
        except self._broken as error:
            raise self._error(error) from None

    @property
    def columns(self) -> list[str]:
        """The names of its columns."""
        return list(self._file.schema_arrow.names)

    def rows(self) -> Iterator[RawRecord]:
        """Its rows."""
        try:
            for batch in self._file.iter_batches(batch_size=BATCH_ROWS):
                for row in batch.to_pylist():
                    raw = _ENCODER.encode(row)
                    yield RawRecord(raw, msgspec.json.decode(raw))
        except self._broken as error:
            raise self._error(error) from None

    def _error(self, error: Exception) -> InputError:
        said = " ".join(str(error).split())[:120]
        return InputError(f"{self._name}: broken Parquet: {said}.", remedy="Get the file again; nothing was read.")


def _plain(value: object) -> object:
    """What JSON has no form for: times with nanoseconds."""
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return str(value)


_ENCODER = msgspec.json.Encoder(enc_hook=_plain)
