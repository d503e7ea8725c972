"""The post that the product itself makes, with hostile text in every field that a tweet or a model can fill."""

import io
import json
from collections.abc import Iterable

import pytest
from PIL import Image
from tests.browser.conftest import Site, serve
from tests.browser.test_hostile import CONTROL, HOSTILE, changed

from dawn_chorus.destination import Blog
from dawn_chorus.errors import PublishError
from dawn_chorus.publish.page import Visitor
from dawn_chorus.report.escape import plain
from dawn_chorus.report.kinds import kind_names
from dawn_chorus.report.model import Citation, Coverage, Part, PartKind, Report, Row, SectionName, Statement, Word
from dawn_chorus.report.render import render, render_post
from dawn_chorus.text.lexicon import themes

KINDS: tuple[PartKind, ...] = ("words", "name", "number", "quote")
COUNTS = {name: 1 for name, field in Coverage.model_fields.items() if field.annotation is int}


def statement(section: SectionName, text: str, group: str = "") -> Statement:
    """One statement in which `text` is every kind of part."""
    citation = Citation(tweet_id="101", url="https://x.com/i/web/status/101", author="adalark", quote=text)
    parts = (*(Part(kind=kind, text=text, citation=0) for kind in KINDS), Part(kind="reference", citation=0))
    row = Row(rank=1, account=text, previous_rank=None, is_first=False) if section == "accounts" else None
    return Statement(section=section, group=group, parts=parts, citations=(citation,), row=row)


def report(text: str) -> Report:
    """A report of every section, and nothing but `text` in it."""
    sections: tuple[SectionName, ...] = ("overview", "key_points", "views", "markets", "overall", "accounts")
    statements = [statement(section, text) for section in sections]
    statements += [statement("events", text, next(iter(kind_names()))), statement("themes", text, themes()[0].key)]
    coverage = {"sources": (text,), "ranked_by": "followers", "is_first": True}
    return Report.model_validate(
        {
            "slug": "twitter_tides_20251127_20251127",
            "channel": "twitter_tides",
            "channel_title": text,
            "short_title": text,
            "language": "zh",
            "first_day": "2025-11-27",
            "last_day": "2025-11-27",
            "date": "2025-11-27 23:59:59 +0800",
            "posttime": "2025-11-28 00:41:10 +0800",
            "title": text,
            "description": text,
            "tags": (text,),
            "base_url": "",
            "statements": statements,
            "dropped": {},
            "topics": (),
            "coverage": COUNTS | coverage,
            "words": [Word(text=text, weight=1.0, theme=text)] * 9,
        }
    )


def cloud(texts: Iterable[str]) -> tuple[Word, ...]:
    """Words of a picture, each once."""
    return tuple(Word(text=text, weight=1 / n, theme="") for n, text in enumerate(dict.fromkeys(texts), start=1))


def test_hostile_text_changes_no_report(site: Site) -> None:
    texts = [plain(text) for text in HOSTILE]  # as every text of a report is, before it is put into sentences
    names = {f"post{n}": text for n, text in enumerate(texts)} | {"control": CONTROL}
    for name, text in names.items():
        post = render_post(report(text)).replace("layout: post", "layout: post\nrender_with_liquid: true", 1)
        site.write(f"_posts/2025-11-27-{name}.md", post)
    built = site.build()
    assert (built.returncode, built.stderr) == (0, "")
    assert changed(site, texts) == []


def test_the_control_holds_the_text_in_every_section() -> None:
    """Otherwise the test above would compare nothing."""
    lines = render_post(report(CONTROL)).splitlines()
    holding = [line for line in lines if CONTROL in line]
    assert len(holding) >= 12
    for start in ("tags:", "description:", "# ", "1. ", "- ", "| 1 ", "!["):
        assert any(line.startswith(start) for line in holding), start


def test_hostile_text_is_data_in_the_data_and_ink_in_the_picture() -> None:
    texts = [plain(text) for text in HOSTILE]
    told = report(CONTROL)
    statements = [statement("views", text) for text in texts]
    words = cloud([text[:20] for text in texts])
    files = render(told.model_copy(update={"statements": tuple(statements), "words": words}))
    (data,) = (content for path, content in files.items() if path.startswith("assets/data/"))
    quotes = [each["citations"][0]["quote"] for each in json.loads(data)["statements"]]
    assert quotes == texts
    assert not set(data) & set(b"<>&")
    (picture,) = (content for path, content in files.items() if path.startswith("assets/images/"))
    with Image.open(io.BytesIO(picture)) as image:
        assert image.size == (1600, 900)


def test_the_page_of_a_post_is_found_where_jekyll_puts_it(site: Site) -> None:
    told = report("quokkas & <b>")
    files: dict[str, bytes | None] = dict(
        render(told.model_copy(update={"words": cloud(["Lumen", "潮汐", "a", "b", "c"])}))
    )
    for path, content in files.items():
        site.write(path, content or b"")
    assert site.build().returncode == 0
    with serve(site.pages) as served:
        blog = Blog(url=served.address, verify_seconds=0)
        assert Visitor(blog).verify(files) == f"{served.address}/posts/twitter-tides-20251127-20251127.html"
        (site.pages / "posts" / "twitter-tides-20251127-20251127.html").unlink()
        with pytest.raises(PublishError, match="answers 404"):
            Visitor(blog).verify(files)
