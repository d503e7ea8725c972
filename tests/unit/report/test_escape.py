"""The gate: what reaches a post is visible, on one line, and no command to any reader of the post."""

import json
import sys
import unicodedata
from html.parser import HTMLParser

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dawn_chorus.report.escape import html_attribute, json_text, markdown, plain, tweet_url, yaml_list, yaml_string

# The same examples in every run; enough of them, in a suite that must stay quick.
few = settings(max_examples=60, deadline=None, derandomize=True)

# Any text, weighted towards what means something to some reader.
SPICE = st.sampled_from([*"{}%<>&\"'`*_[]()#|~^\\!:.-+=/@$;,? \n\t", "{{", "{%", "](", "![", "---", "1. ", "\u200b"])
TEXT = st.lists(st.one_of(SPICE, st.text(max_size=3), st.sampled_from("aZ9漢é")), max_size=15).map("".join)
SURROGATES = st.text(st.characters(categories=["Cs", "Lo", "Mn", "Cf"]))


def test_no_mark_is_overlooked() -> None:
    marks = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in ("Mn", "Me")]
    assert len(marks) > 1_000
    assert [hex(ord(mark)) for mark in marks if plain(mark)] == []


@pytest.mark.parametrize(
    ("raw", "visible"),
    [
        ("a \r\n\tb\u3000c\u2028d\x85e", "a b c d e"),
        ("nul\x00byte\x1b[31mred\x9b", "nulbyte[31mred"),
        ("safe \u202egpj.exe\u202c end", "safe gpj.exe end"),
        ("ad\u200bmin\ufeff \u00ad\u2060x", "admin x"),
        ("hi\U000e0041\U000e0042", "hi"),
        ("half \ud800 character", "half character"),
        ("not \uffff \U0010fffe characters", "not characters"),
        ("blank\u3164 \u2800\u115fletters", "blank letters"),
        ("e\u200b\u0301", "é"),
        ("\u0301lost accent", "lost accent"),
        ("a" + "\u0323" * 9 + "b", "ạ" + "\u0323" * 3 + "b"),
        ("𝕏 中文 日本 🇫🇷 ❤️", "𝕏 中文 日本 🇫🇷 ❤️"),
        ("👩\u200d💻 and 👨\u200d👩\u200d👧, a\u200db", "👩\u200d💻 and 👨\u200d👩\u200d👧, ab"),
    ],
)
def test_plain_keeps_what_is_seen(raw: str, visible: str) -> None:
    assert plain(raw) == visible


@few
@given(st.one_of(TEXT, SURROGATES))
@example("\u0301 \u0301a")
@example("\u1100" + "\u0301" * 4 + "\u1161")
def test_plain_is_idempotent_printable_and_encodable(text: str) -> None:
    once = plain(text)
    assert plain(once) == once == unicodedata.normalize("NFC", once)
    assert once == " ".join(once.split())
    assert once.encode().decode() == once
    assert not {unicodedata.category(character) for character in once} & {"Cc", "Cs", "Zl", "Zp"}


@few
@given(TEXT)
def test_no_command_character_passes(text: str) -> None:
    for written in (markdown(text), html_attribute(text)):
        assert not set(written) & set("{}<>\"'`*_[]|~^\\\n\r\t\0")
        assert "&" not in written.replace("&#", "")


class Text(HTMLParser):
    """The text and tags of an HTML document, character references decoded."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found = ""
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag and its attributes."""
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.found += data


@few
@given(TEXT)
@example("1. x")
@example("a\n===")
@example("www.example.org and me@example.org")
@example("Wow!")
def test_commonmark_shows_exactly_the_visible_text(text: str) -> None:
    parser = MarkdownIt("commonmark").enable("table")
    for template, tags in [
        ("%s\n", ["p"]),
        ("- %s\n", ["ul", "li"]),
        ("%s[1](https://x.com/a/status/1)\n", ["p", "a"]),
        ("| a |\n|---|\n| %s |\n", ["table", "thead", "tr", "th", "tbody", "tr", "td"]),
    ]:
        page = Text(parser.render(template.replace("%s", "x " + markdown(text))))
        assert page.tags == tags
        assert plain("x " + text) in page.found


@pytest.mark.parametrize(
    "text",
    [
        "Opus 4.5, GPT-5 and C++ at 24/7; really? Yes (v2b). Up 11.7% to $30 at 10:30!  Ask @ada about #tides.",
        "青羽(Qingyu)开源了 Lumen-2(2025 版),参数 4.5 亿(2026)。 In 2025. (v2).",
    ],
)
def test_ordinary_prose_stays_readable(text: str) -> None:
    assert "&#" not in markdown(text)


@pytest.mark.parametrize(
    "text",
    [
        "1. x",
        "# x",
        "- x",
        "+ x",
        "x!",
        "(x",
        "1) x",
        "12345.",
        "a12345)",
        "=x",
        ": x",
        "...",
        "x--y",
        "x://y",
        "$$",
        "www.x.org",
    ],
)
def test_punctuation_that_could_be_a_command_is_written_as_a_number(text: str) -> None:
    assert "&#" in markdown(text)


@few
@given(st.one_of(TEXT, SURROGATES))
@example("\u0085 \ufeff \U000e0041")
@example("...\n---\nlayout: null")
def test_yaml_reads_back_the_visible_text(text: str) -> None:
    document = f"---\ntitle: {yaml_string(text)}\ntags: {yaml_list([text, 'b'])}\n"
    assert len(document.splitlines()) == 3
    assert yaml.safe_load(document) == {"title": plain(text), "tags": [plain(text), "b"]}


@few
@given(TEXT)
def test_attributes_end_where_they_should(text: str) -> None:
    for quote in "\"'":
        page = Text(f"<img alt={quote}{html_attribute(text)}{quote}>")
        assert (page.tags, page.attributes, page.found) == (["img"], [("alt", plain(text))], "")


@few
@given(st.dictionaries(TEXT, st.lists(st.one_of(TEXT, SURROGATES, st.integers(), st.none(), st.booleans()))))
def test_json_reads_back_and_cannot_leave_its_script(value: dict[str, list[object]]) -> None:
    written = json_text(value)
    assert not set(written) & set("<>&\u2028")
    expected = {plain(k): [plain(v) if isinstance(v, str) else v for v in vs] for k, vs in value.items()}
    assert json.loads(written.encode()) == expected


def test_json_refuses_what_other_readers_cannot_read() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        json_text({"score": float("nan")})


@pytest.mark.parametrize(
    ("handle", "path"),
    [("ada_9", "ada_9"), (None, "i/web"), ("", "i/web"), ("a/../b", "i/web"), ("a" * 16, "i/web"), ("ada\n", "i/web")],
)
def test_tweet_urls_hold_nothing_but_handle_and_id(handle: str | None, path: str) -> None:
    assert tweet_url(handle, "1993") == f"https://x.com/{path}/status/1993"
    assert tweet_url(handle, 1993) == tweet_url(handle, "1993")


@pytest.mark.parametrize("tweet_id", ["", "12a", "1)", "-1", "1\n", "9" * 21, "١٢"])
def test_a_wrong_tweet_id_is_an_error(tweet_id: str) -> None:
    with pytest.raises(ValueError, match="not a tweet id"):
        tweet_url("ada", tweet_id)
