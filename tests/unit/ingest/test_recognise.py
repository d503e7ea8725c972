"""Every file is of exactly one format, told by its content; what is of none is refused in one clear line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dawn_chorus.channel import Channel, Source
from dawn_chorus.errors import InputError
from dawn_chorus.ingest import reading as readings_module
from dawn_chorus.ingest.archive import Owner
from dawn_chorus.ingest.formats import formats_for
from dawn_chorus.ingest.found import DATA, FoundFile
from dawn_chorus.ingest.mapping import ColumnMapping, Columns, load_mapping
from dawn_chorus.ingest.reading import PLAIN, Reading, from_text, readings_of
from dawn_chorus.ingest.splitting import members

Maker = Callable[..., Any]
MAPPED = Reading(ColumnMapping(Columns("id", "body", author_handle="who")))
PAGE_KINDS = ("x_api_v2", "x_api_v2_flat", "x_api_v1", "x_web", "timeline", "author_feed", "account_archive", "mapped")


@pytest.fixture
def document(
    page: Maker, element: Maker, status: Maker, web_page: Maker, web_tweet: Maker, row: Maker, feed: Maker
) -> Callable[[str], dict[str, Any]]:
    """Makes a document of the format with that name."""
    author = {"id": "501", "username": "Brindle_Labs"}
    made = {
        "x_api_v2": lambda: page(element()),
        "x_api_v2_flat": lambda: element(author=author),
        "x_api_v1": lambda: status(),
        "x_web": lambda: web_page(web_tweet()),
        "timeline": lambda: row(),
        "author_feed": lambda: feed(),
        "account_archive": lambda: {"tweet": status(user=None)},
        "mapped": lambda: {"id": "9", "body": "t", "who": "Brindle_Labs"},
    }
    return lambda name: dict(made[name]())


@pytest.mark.parametrize("name", PAGE_KINDS)
def test_a_document_matches_one_format_and_no_other(document: Maker, name: str) -> None:
    sample = members(json.dumps(document(name)).encode())
    known = [*formats_for(), *formats_for(MAPPED)]
    assert [each.NAME for each in known if each.matches(sample)] == [name]


@pytest.mark.parametrize("name", PAGE_KINDS)
@pytest.mark.parametrize("wrap", [json.dumps, lambda found: json.dumps([found], indent=1)])
def test_a_file_is_recognised_after_broken_lines(read: Maker, document: Maker, name: str, wrap: Maker) -> None:
    content = wrap(document(name))
    content = content if content.startswith("[") else '{"cut off\nno json\n' + content
    assert read(content.encode(), readings=(PLAIN, MAPPED)).examined.format == name


@pytest.mark.parametrize(
    "unknown",
    [
        {"id": "1", "action": "delete"},
        {"data": {"viewer": 1}},
        {"data": 5, "meta": {}},
        {"tweet": {"text": "t"}},
        {"tweet": 5},
        {"x": []},
        {"statuses": []},
        {"user": {}, "text": "t"},
        {"query": ["a", "b"]},
    ],
)
def test_what_is_like_a_format_and_is_none_is_refused(read: Maker, unknown: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="file: no known format: found JSON objects with ") as error:
        read(unknown)
    assert "\n" not in error.value.message
    assert "account_archive" in error.value.remedy
    assert "docs/formats.md" in error.value.remedy


def test_a_table_of_text_without_a_mapping_is_shown_as_it_begins(read: Maker) -> None:
    with pytest.raises(InputError, match="found no JSON, but b'id,body'"):
        read(b"id,body", b"1,t")


def test_the_columns_that_a_mapping_names_must_be_there(read: Maker) -> None:
    with pytest.raises(InputError, match="the table lacks body, who, which the mapping names; it has id, text"):
        read(b"id,text", b"1,t", readings=(MAPPED,))


def test_columns_of_the_same_name_are_an_error(read: Maker) -> None:
    with pytest.raises(InputError, match="two columns have the same name"):
        read(b"id,body,who,id", b"1,t,a,2", readings=(MAPPED,))


def test_json_that_lacks_what_a_mapping_needs_is_refused(read: Maker) -> None:
    with pytest.raises(InputError, match="no known format: found JSON objects with id, text"):
        read({"id": 1, "text": "t"}, readings=(MAPPED,))


def test_the_first_reading_that_fits_counts(read: Maker, row: Maker) -> None:
    other = Reading(ColumnMapping(Columns("nr", "note")))
    table = (b"id,body,who", b"1,t,a")
    assert read(*table, readings=(PLAIN, other, MAPPED)).examined.reading == MAPPED
    assert read({"nr": "x", "note": "t"}, readings=(PLAIN, MAPPED, other)).examined.reading == other
    assert read(row(), readings=(PLAIN, MAPPED)).examined.reading == PLAIN


@pytest.mark.parametrize("content", [b"", b"\n \n", b"[]", b"window.YTD.tweets.part0 = []"])
def test_an_empty_file_is_of_no_format_and_no_error(read: Maker, content: bytes) -> None:
    assert read(content, readings=(PLAIN, MAPPED)).examined.format == "empty"


@pytest.mark.parametrize("reading", [PLAIN, MAPPED, Reading(owner=Owner("501", "Brindle_Labs"))])
def test_a_reading_is_kept_as_text(reading: Reading) -> None:
    text = reading.to_text()
    assert from_text(text) == reading
    assert (text is None) == (reading == PLAIN)


def test_a_source_with_a_mapping_is_read_through_it_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tables = Source(name="tables", path="t", mapping="author_tweets")
    channel = Channel(
        name="twitter_test",
        title="t",
        short_title="t",
        start_date="2030-01-01",
        sources=(tables, Source(name="inbox", path="i")),
    )
    mapped = Reading(load_mapping("author_tweets"))
    monkeypatch.setattr(readings_module, "owner_beside", lambda path: None)
    monkeypatch.setattr(readings_module, "notes_beside", lambda path: ())
    expected = {"tables": (mapped,), "inbox": (PLAIN,), DATA: (PLAIN, mapped)}
    found = {source: readings_of(FoundFile(tmp_path / "f", source, "f"), channel) for source in expected}
    assert found == expected
