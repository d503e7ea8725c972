"""Rows in the form that COPY reads; that Postgres reads them back as they were is proven in the integration tests."""

import datetime as dt

import pytest

from dawn_chorus.ingest import copying


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        (7, "7"),
        (True, "true"),
        (dt.date(2030, 5, 4), '"2030-05-04"'),
        (dt.datetime(2030, 5, 4, 4, 0, 0, 5000, tzinfo=dt.UTC), '"2030-05-04T04:00:00.005000Z"'),
        ("plain 线 \u2028", '"plain 线 \u2028"'),
        ("", '""'),
        ("null", '"null"'),
        (r"\.", r'"\\."'),
        ('say "x"]\n[', '"say \\"x\\"]\n["'),
        (r"\n is no line's end", r'"\\n is no line\'s end"'.replace(r"\'", "'")),
        ("tab\tbell\x07return\r", '"tab\tbell\x07return\r"'),
        ((), '"{}"'),
        (("a", "NULL", ""), r'"{\"a\",\"NULL\",\"\"}"'),
        (
            ('say "x"', "back\\slash", "new\nline"),
            '"{\\"say \\\\\\"x\\\\\\"\\",\\"back\\\\\\\\slash\\",\\"new\nline\\"}"',
        ),
    ],
)
def test_a_value_is_written_as_copy_reads_it(value: object, expected: str) -> None:
    assert copying.encode([(value,)]).decode() == f"{expected}\n"


def test_every_row_begins_with_what_all_have() -> None:
    assert copying.encode([(1, "a"), (2, "b")], ("c", dt.date(2030, 5, 4))) == (
        b'"c","2030-05-04",1,"a"\n"c","2030-05-04",2,"b"\n'
    )


@pytest.mark.parametrize("size", [1, 7, 8192, 1 << 20])
def test_a_stream_gives_all_bytes_in_pieces_of_any_size(size: int) -> None:
    rows = [(number, "线" * (number % 5)) for number in range(copying.CHUNK_ROWS * 2 + 3)]
    stream = copying._Stream(rows)
    pieces = list(iter(lambda: stream.read(size), b""))
    assert all(len(piece) <= size for piece in pieces)
    assert b"".join(pieces).decode() == "".join(f'{number},"{text}"\n' for number, text in rows)


def test_no_rows_are_no_bytes() -> None:
    assert copying._Stream([]).read(10) == b""
