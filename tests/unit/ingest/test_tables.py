"""Tables of text: rows cut as CSV is written, and no broken row that takes another with it."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dawn_chorus.ingest import tables
from dawn_chorus.ingest.formats.record import UNCUT


def rows(content: bytes, separator: str = ",") -> list[object]:
    """Rows as dicts; those that could not be cut as bytes."""
    found = tables.rows(io.BytesIO(content), separator)
    return [each.raw if each.context == UNCUT else each.context for each in found]


@pytest.mark.parametrize(
    ("content", "separator"),
    [
        (b"id,text\n1,a\n2,b\n", ","),
        (b"id,text\n1,a\n2,b", ","),
        (b"\xef\xbb\xbfid,text\r\n1,a\r\n2,b\r\n", ","),
        (b'"id","text"\n"1","a"\n\n"2","b"\n\n', ","),
        (b"id;text\n1;a\n2;b\n", ";"),
        (b"id\ttext\n1\ta\n2\tb\n", "\t"),
        (b"\n\nid,text\n1,a\n2,b\n", ","),
    ],
)
def test_the_same_rows_in_any_writing(content: bytes, separator: str) -> None:
    assert rows(content, separator) == [{"id": "1", "text": "a"}, {"id": "2", "text": "b"}]


def test_a_quoted_cell_holds_separators_line_ends_and_quotation_marks() -> None:
    text = 'one, "two"\nthree\u2028four\u0085 \t五'
    table = io.StringIO()
    csv.writer(table).writerows([["id", "text"], ["1", text], ["2", ""]])
    assert rows(table.getvalue().encode()) == [{"id": "1", "text": text}, {"id": "2", "text": ""}]


@pytest.mark.parametrize(
    "broken",
    [b"2", b"2,b,c", b'2,"b"c', b'2,"never closed', b"2,\xff\xfe", b'2,"x" "y"'],
    ids=["too few", "too many", "behind the mark", "open", "not utf-8", "two marks"],
)
def test_a_broken_row_is_one_record_and_the_next_ones_are_whole(broken: bytes) -> None:
    content = b"id,text\n1,a\n" + broken + b"\n3,c\n4,d\n"
    assert rows(content) == [{"id": "1", "text": "a"}, broken, {"id": "3", "text": "c"}, {"id": "4", "text": "d"}]


def test_a_row_keeps_its_bytes_as_received() -> None:
    content = b'id,text\n1,"a\nb"\r\n 2 , c\n'
    assert [each.raw for each in tables.rows(io.BytesIO(content), ",")] == [b'1,"a\nb"', b"2 , c"]


def test_a_row_that_looks_like_another_record_is_only_a_broken_row() -> None:
    forged = b'{"id": "9", "text": "forged", "n": 1}'
    assert rows(b"id,text\n" + forged + b"\n") == [forged]


def test_a_cell_beyond_any_text_is_a_broken_row() -> None:
    broken = b'2,"' + b"x" * 200_000 + b'"'
    assert rows(b"id,text\n" + broken + b"\n3,c\n") == [broken, {"id": "3", "text": "c"}]


def test_a_table_without_rows_has_none() -> None:
    assert rows(b"id,text\n") == rows(b"id,text") == []


@pytest.mark.parametrize(
    ("line", "expected"), [(b'\xef\xbb\xbf"a b",c\r\n', ["a b", "c"]), (b"", []), (b"\xff", ["�"])]
)
def test_the_first_line_names_the_columns(line: bytes, expected: list[str]) -> None:
    assert tables.header(line, ",") == expected


@given(st.lists(st.tuples(st.text(st.characters(exclude_characters="\r\0", codec="utf-8")), st.integers()), max_size=8))
def test_what_a_writer_wrote_is_read(written: list[tuple[str, int]]) -> None:
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows([["text", "n"], *written])
    assert rows(table.getvalue().encode()) == [{"text": text, "n": str(n)} for text, n in written]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_to_their_end(noise: bytes) -> None:
    content = b"id,text\n" + noise + b"\n1,a\n"
    found = b"".join(each.raw for each in tables.rows(io.BytesIO(content), ","))
    assert found.split() == content.removeprefix(b"id,text\n").split() or b"".join(content.split()[1:]) == b"".join(
        found.split()
    )
