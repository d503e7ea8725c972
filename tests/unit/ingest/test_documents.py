"""Files as documents: arrays, lines, one long document, gzip, and what editors and broken copies make of them."""

import gzip
import json
import tracemalloc
from pathlib import Path

import pytest

from dawn_chorus.errors import InputError
from dawn_chorus.ingest import documents as module
from dawn_chorus.ingest.documents import documents, opened

ROWS = [{"n": 1, "text": "a,]}"}, {"n": 2}, {"n": 3, "text": "线\u2028\u0085 \n"}]
LINES = b"\n".join(json.dumps(row, ensure_ascii=False).encode() for row in ROWS)


def read(path: Path, content: bytes) -> list[bytes]:
    path.write_bytes(content)
    with opened(path, "rows.json") as file:
        return list(documents(file))


def decoded(path: Path, content: bytes) -> list[object]:
    return [json.loads(each) for each in read(path, content)]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(ROWS).encode(),
        json.dumps(ROWS, indent=2).encode(),
        LINES,
        LINES + b"\n",
        LINES.replace(b"\n", b"\r\n"),
        LINES.replace(b"\n", b"\n\n  \n"),
        b"\n\n" + LINES,
        b"\xef\xbb\xbf" + LINES,
        b"\xef\xbb\xbf" + json.dumps(ROWS).encode(),
        b"\xef\xbb\xbf\n" + LINES,
        b"\n".join(b"[" + line + b"]" for line in LINES.split(b"\n")),
        b"window.YTD.tweets.part0 = " + json.dumps(ROWS, indent=2).encode(),
        b"\xef\xbb\xbfwindow.YTD.tweet.part12 =\n" + json.dumps(ROWS).encode(),
    ],
    ids=[
        "array",
        "pretty",
        "lines",
        "newline",
        "crlf",
        "blanks",
        "first blank",
        "mark",
        "mark array",
        "mark line",
        "arrays",
        "script",
        "script over lines",
    ],
)
def test_the_same_records_in_any_wrapping(tmp_path: Path, content: bytes) -> None:
    assert decoded(tmp_path / "plain", content) == ROWS
    assert decoded(tmp_path / "packed", gzip.compress(content)) == ROWS


def test_one_document_over_many_lines_is_one(tmp_path: Path) -> None:
    page = {"data": ROWS}
    assert decoded(tmp_path / "file", json.dumps(page, indent=1).encode()) == [page]
    assert decoded(tmp_path / "file", b'{"data":\n[1]}') == [{"data": [1]}]


def test_a_broken_long_document_stays_one(tmp_path: Path) -> None:
    content = b'{\n "data": [NaN]\n}'
    assert read(tmp_path / "file", content) == [content]


@pytest.mark.parametrize("pieces", [(1, 1), (64, 7), (10_000, 1000)])
@pytest.mark.parametrize("indent", [None, 2])
def test_a_long_list_is_cut_piece_by_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pieces: tuple[int, int], indent: int | None
) -> None:
    rows = [{"n": number, "text": 'a "quote", [线] \\ ' * (number % 4)} for number in range(300)]
    monkeypatch.setattr(module, "WHOLE_BYTES", pieces[0])
    monkeypatch.setattr(module, "PIECE_BYTES", pieces[1])
    assert decoded(tmp_path / "file", json.dumps(rows, indent=indent).encode()) == rows


def test_a_long_file_whose_first_line_was_cut_off_is_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WHOLE_BYTES", 40)
    found = read(tmp_path / "file", b'{"n": "half\n' + LINES * 1 + b"\n" + LINES)
    assert [json.loads(each) for each in found[1:]] == ROWS + ROWS


def test_memory_does_not_grow_with_a_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WHOLE_BYTES", 1 << 16)
    monkeypatch.setattr(module, "PIECE_BYTES", 1 << 16)
    path = tmp_path / "file"
    path.write_bytes(b"[" + b",".join([json.dumps({"text": "x" * 500}).encode()] * 15_000) + b"]")
    with opened(path, "file") as file:
        tracemalloc.start()
        assert sum(1 for _ in documents(file)) == 15_000
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < path.stat().st_size / 20


def test_a_first_line_that_was_cut_off_is_one_line(tmp_path: Path) -> None:
    assert read(tmp_path / "file", b'{"n": "half\n' + LINES)[0] == b'{"n": "half'
    assert len(read(tmp_path / "file", b'{"n": "half\n' + LINES)) == 1 + len(ROWS)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"[]", b"\xef\xbb\xbf", gzip.compress(b"", mtime=0)])
def test_a_file_without_anything_is_empty(tmp_path: Path, content: bytes) -> None:
    assert read(tmp_path / "file", content) == []


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(LINES)[:-9],
        gzip.compress(LINES)[:30],
        b"\x1f\x8bnonsense",
        gzip.compress(LINES)[:-4] + b"\0\0\0\0",
    ],
    ids=["cut at the end", "cut early", "no gzip", "wrong length"],
)
def test_a_broken_gzip_is_an_error_that_names_the_file(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match=r"rows\.json: broken gzip"):
        read(tmp_path / "file", content)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: No such file"), opened(tmp_path / "absent", "absent"):
        pass
