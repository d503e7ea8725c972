"""Postgres' COPY text format, as its documentation defines it."""

import ctypes
import datetime as dt
import signal
from collections.abc import Iterator

import pytest

from dawn_chorus.ingest import copying


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, r"\N"),
        (7, "7"),
        (True, "True"),
        (dt.date(2030, 5, 4), "2030-05-04"),
        (dt.datetime(2030, 5, 4, 4, 0, 0, 5000, tzinfo=dt.UTC), "2030-05-04T04:00:00.005000+00:00"),
        ("plain 线 \u2028", "plain 线 \u2028"),
        ("", ""),
        (r"\N", r"\\N"),
        (r"\.", r"\\."),
        ("tab\tline\nreturn\rslash\\", r"tab\tline\nreturn\rslash\\"),
        ((), "{}"),
        (("a", "NULL", ""), '{"a","NULL",""}'),
        (('say "x"', "back\\slash", "new\nline"), r'{"say \\"x\\"","back\\\\slash","new\nline"}'),
    ],
)
def test_a_value_is_written_as_copy_reads_it(value: object, expected: str) -> None:
    assert copying.encode(value) == expected


@pytest.mark.parametrize("size", [1, 7, 8192, 1 << 20])
def test_a_stream_gives_all_bytes_in_pieces_of_any_size(size: int) -> None:
    rows = [(number, "线" * (number % 5)) for number in range(copying.CHUNK_ROWS * 2 + 3)]
    stream = copying._Stream(rows)
    pieces = list(iter(lambda: stream.read(size), b""))
    assert all(len(piece) <= size for piece in pieces)
    assert b"".join(pieces).decode() == "".join(f"{number}\t{text}\n" for number, text in rows)


def test_no_rows_are_no_bytes() -> None:
    assert copying._Stream([]).read(10) == b""


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, ZeroDivisionError])
def test_a_stream_keeps_what_ended_its_rows(error: type[BaseException]) -> None:
    def rows() -> Iterator[tuple[int]]:
        yield (1,)
        raise error

    stream = copying._Stream(rows())
    with pytest.raises(error) as raised:
        stream.read(10)
    assert stream.raised == [raised.value]


def test_a_stream_keeps_what_a_signal_raises_before_its_first_line() -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGUSR1, interrupt)
    send = getattr(ctypes.CDLL(None), "raise")  # C only: Python hears of the signal when it runs its next function
    stream = copying._Stream([(1,)])
    try:
        with pytest.raises(KeyboardInterrupt) as raised:
            list(map(stream.read, map(send, [signal.SIGUSR1])))
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert stream.raised == [raised.value]
