"""No text, however hostile, changes a post built by real Jekyll: not its structure, not a word beside it.

Every text stands in every place of `every_place.md.j2`, and Liquid is on, so that the gate alone must hold. What
Jekyll makes of it is compared with a harmless control, in which the same word stands at the same places.
"""

import json
import random
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.browser.conftest import Site

from dawn_chorus.report.escape import plain
from dawn_chorus.report.gate import environment

HERE = Path(__file__).parent
CONTROL = "harmless"
HOSTILE = [row["text"] for row in json.loads((HERE / "hostile.json").read_text())]

# Every tag of the pages that list posts.
LIST_TAGS = set(
    re.findall(
        r"\w+",
        "a body button circle div footer h1 h2 head header html li link main meta nav ol p path script small strong svg"
        " time title ul",
    )
)

TAG_LINK = re.compile(r"^/tags\.html#[A-Za-z0-9_.~*%+-]+$")

Event = tuple[object, ...]


class Structure(HTMLParser):
    """The tags, attributes and texts of a page's title, description and article, in their order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.events: list[Event] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag; a heading's id is made of its words, and the link to a tag's posts of the tag, encoded."""
        kept = [
            (name, TAG_LINK.sub("/tags.html#", value or ""))
            for name, value in attrs
            if not (name == "id" and re.fullmatch("h[1-6]", tag))
        ]
        self.events.append((tag, *sorted(kept)))

    def handle_endtag(self, tag: str) -> None:
        """Keep the end."""
        self.events.append((f"/{tag}",))

    def handle_data(self, data: str) -> None:
        """Keep the text, in one piece."""
        if self.events and self.events[-1][0] == "text":
            data = str(self.events.pop()[1]) + " " * data[0].isspace() + data
        if text := " ".join(data.split()):
            self.events.append(("text", text + " " * data[-1].isspace()))

    def handle_comment(self, data: str) -> None:
        """Keep the comment: the blog has none."""
        self.events.append(("comment", data))


def structure(site: Site, name: str) -> list[Event]:
    """What a browser makes of the part of a page that a post fills."""
    html = (site.pages / "posts" / f"{name}.html").read_text()
    head, article = html.partition("<link ")[0], html.partition("<article")[2].partition("</article>")[0]
    return Structure(f"{head}<article{article}</article>").events


def put(value: object, text: str) -> object:
    """The control's event with `text` at the control's place."""
    if isinstance(value, tuple):
        return tuple(put(part, text) for part in value)
    return value.replace(CONTROL, text) if isinstance(value, str) else value


def write_posts(site: Site, texts: Iterable[str], template: str = "every_place.md.j2", folder: Path = HERE) -> None:
    """Write one post for each text, and the control."""
    compiled = environment(folder).get_template(template)
    for n, text in enumerate(texts):
        site.write(f"_posts/2025-11-27-post{n}.md", compiled.render(text=text))
    site.write("_posts/2025-11-27-control.md", compiled.render(text=CONTROL))


def changed(site: Site, texts: list[str]) -> list[tuple[int, str]]:
    """Number the texts whose post is not the control with the visible text in its places."""
    control = structure(site, "control")
    return [
        (n, text)
        for n, text in enumerate(texts)
        if structure(site, f"post{n}") != [put(event, plain(text)) for event in control]
    ]


def check(site: Site, texts: list[str]) -> None:
    write_posts(site, texts)
    built = site.build()
    assert (built.returncode, built.stderr) == (0, "")
    assert changed(site, texts) == []
    archive = (site.pages / "archive.html").read_text()
    assert archive.count("<strong>") == len(texts) + 1
    check_lists(site, texts)


def check_lists(site: Site, texts: list[str]) -> None:
    """What gathers the posts holds each text as it is: the feed, the search's index, the tags."""
    shown = {plain(text) for text in [*texts, CONTROL]}
    titles = [title.text for title in ET.parse(site.pages / "feed.xml").iterfind(".//{*}entry/{*}title")]
    assert len(titles) == min(20, len(texts) + 1)
    assert set(titles) <= shown
    index = json.loads((site.pages / "search.json").read_text())
    assert {entry["title"] for entry in index} == {entry["description"] for entry in index} == shown
    assert {tag for entry in index for tag in entry["tags"]} == shown
    for page in ("tags", "archive", "index"):
        events = Structure((site.pages / f"{page}.html").read_text()).events
        assert {str(event[0]).strip("/") for event in events} - {"decl", "text"} <= LIST_TAGS, page


def test_our_hostile_texts_change_nothing(site: Site) -> None:
    check(site, HOSTILE)


def test_the_collected_hostile_texts_change_nothing(site: Site, shared_data: Path) -> None:
    lines = (shared_data / "hostile_tweets.jsonl").read_text().split("\n")
    check(site, [json.loads(line)["text"] for line in lines if line])


def test_punctuation_in_any_company_changes_nothing(site: Site) -> None:
    marks = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
    company = ["", "a", "1", " "]
    texts = [f"{left}{mark * n}{right}" for mark in marks for n in (1, 2) for left in company for right in company]
    pick = random.Random(6)  # the same texts every time
    alphabet = [*marks, *"aZ19漢é  "]
    texts += ["".join(pick.choices(alphabet, k=pick.randint(2, 12))) for _ in range(400)]
    check(site, [text for text in texts if plain(text)])


def hole(spot: re.Match[str]) -> str:
    """The template of every place with the gate open in one of them."""
    return f"{spot.string[: spot.start()]}{{{{ text | trusted_markdown }}}}{spot.string[spot.end() :]}"


def test_the_comparison_finds_every_unescaped_place(site: Site, tmp_path: Path) -> None:
    template = (HERE / "every_place.md.j2").read_text()
    spots = list(re.finditer(r"\{\{ text(?: \| attribute)? \}\}", template))
    assert len(spots) >= 15
    texts = ["<b>bold</b>", "*a*{: title='x'}", "\"`q`\" <i title='y'>"]
    write_posts(site, [])
    for n, spot in enumerate(spots):
        (tmp_path / "holed.md.j2").write_text(hole(spot))
        holed = environment(tmp_path).get_template("holed.md.j2")
        for m, text in enumerate(texts):
            site.write(f"_posts/2025-11-27-post{n * len(texts) + m}.md", holed.render(text=text))
    assert site.build().returncode == 0
    found = {n // len(texts) for n, _ in changed(site, texts * len(spots))}
    assert found == set(range(len(spots)))


@pytest.mark.parametrize(
    ("place", "text"), [("- {{ text }}", "half {% open"), ("{{ text | yaml }}", 'x"\n: y'), ("[{{ text }}]", "{{ x")]
)
def test_one_unescaped_place_stops_the_build(site: Site, tmp_path: Path, place: str, text: str) -> None:
    opened = re.sub(r"\{\{ .* \}\}", "{{ text | trusted_markdown }}", place)
    template = (HERE / "every_place.md.j2").read_text().replace(place, opened, 1)
    (tmp_path / "holed.md.j2").write_text(template)
    write_posts(site, [text], "holed.md.j2", tmp_path)
    assert site.build().returncode != 0
