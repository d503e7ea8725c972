"""The blog as a reader meets it: every page and picture is there, on a phone and a desk, by day and by night."""

import io
import json
import re
from pathlib import Path

import pytest
from PIL import Image, ImageStat
from tests.browser.conftest import DARK, Look, Measure, Site, serve, told

from dawn_chorus.report.gate import environment

HERE = Path(__file__).parent
DAYS = [f"2025-11-{day}" for day in range(20, 28)]
LAST = "/posts/tides_20251127.html"
LONG = "W" * 280

POST = """---
title: "潮汐日报 {{ day }}"
channel: twitter_tides
date: "{{ day }} 23:59:59 +0800"
description: "Lumen-2 开源;Foxglove 可改镜头"
tags: ["Lumen-2"]
---
Twitter Tides 报告

# 潮汐领域Twitter讨论总结报告

## 核心信息

1. **Lumen-2** · 新:"it's {{ long }} -- really..."[\\[1\\]](https://x.com/adalark/status/101)

{{ more }}

| 名次 | 账号 | 为什么 |
|---|---|---|
| 1 | adalark | {{ long }} |

![词云](/tides/assets/images/2025/11/cloud.png)
"""


def picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (1600, 900), "white").save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def blog(site: Site, tmp_path: Path) -> Site:
    """Eight days of a blog that lives below `/tides`, built."""
    (tmp_path / "post.md.j2").write_text(POST)
    template = environment(tmp_path).get_template("post.md.j2")
    for day in DAYS:
        name = f"_posts/{day}-tides_{day.replace('-', '')}.md"
        more = {"2025-11-25": "the mirror says <b>no</b>", "2025-11-26": "<img src=x onerror=alert(1)>"}.get(day, "")
        site.write(name, template.render(day=day, long=LONG, more=more))
    site.write("_posts/2099-01-01-future.md", '---\ntitle: "Too early"\ndate: "2099-01-01"\n---\n')
    site.write("assets/images/2025/11/cloud.png", picture())
    config = (site.source / "_config.yml").read_text().replace("whole_text_posts: 400", "whole_text_posts: 7")
    site.write("_config.yml", config.replace('baseurl: ""', 'baseurl: "/tides"'))
    built = site.build()
    assert (built.returncode, built.stderr) == (0, "")
    site.pages.rename(tmp_path / "tides")
    return site


@pytest.mark.parametrize(("width", "flags"), [(390, ()), (1280, (DARK,))])
def test_the_last_post_as_seen(
    blog: Site, tmp_path: Path, measure: Measure, width: int, flags: tuple[str, ...]
) -> None:
    with serve(tmp_path) as served:
        seen = measure(served, f"/tides{LAST}", width, *flags)
        address = served.address
    assert seen["title"] == "潮汐日报 2025-11-27 · Dawn Chorus"
    assert seen["headings"] == ["潮汐领域Twitter讨论总结报告", "核心信息"]
    assert seen["width"] == width  # nothing sticks out, not even a word of 280 letters
    [(natural, shown)] = seen["images"]
    assert natural == 1600
    assert 0.85 * min(width, 704) <= shown <= width
    assert seen["links"] == [
        f"{address}/tides/channels/twitter_tides.html",
        "https://x.com/adalark/status/101",
        f"{address}/tides/tags.html#Lumen-2",
        f"{address}/tides/posts/tides_20251126.html",
    ]
    red, green, blue = map(int, re.findall(r"\d+", seen["background"])[:3])
    assert (red + green + blue < 120) == bool(flags)
    failed = [(path, status) for path, status in served.requests if status >= 400]
    assert failed == []


LISTS = ("", "archive.html", "channels/twitter_tides.html", "tags.html")


def test_the_home_page_and_the_lists_lead_to_every_post(blog: Site, tmp_path: Path, measure: Measure) -> None:
    with serve(tmp_path) as served:
        pages = [measure(served, f"/tides/{page}", 390) for page in LISTS]
    newest_first = [f"{served.address}/tides/posts/tides_{day.replace('-', '')}.html" for day in reversed(DAYS)]
    tag = f"{served.address}/tides/tags.html#Lumen-2"
    assert [page["links"] for page in pages] == [newest_first, newest_first, newest_first, [tag, *newest_first]]
    assert [page["width"] for page in pages] == [390] * len(LISTS)
    assert [status for _, status in served.requests if status >= 400] == []


# Does what a reader does, and writes down what happens.
DRIVE = """<!DOCTYPE html><link rel="icon" href="data:,"><iframe style="border:0;width:390px;height:2000px"></iframe>
<script>
const frame = document.querySelector("iframe"), seen = {};
const open = (address) => new Promise((done) => { frame.onload = done; frame.src = address; });
const until = async (holds) => { while (!holds()) await new Promise((again) => setTimeout(again, 20)); };
const page = () => frame.contentDocument;
const paper = () => getComputedStyle(page().body).backgroundColor;
const search = async (text) => {
  const input = page().getElementById("query"), found = page().getElementById("found");
  found.textContent = "";
  input.value = text;
  input.dispatchEvent(new Event("input"));
  await until(() => found.textContent);
  return [found.textContent, [...page().querySelectorAll("#results a")].map((link) => link.getAttribute("href")),
          page().querySelector("mark")?.textContent ?? ""];
};
(async () => {
  await open("/tides/search.html");
  seen.all = await search("lumen-2");
  seen.one = await search("ＭＩＲＲＯＲ 镜头");
  seen.none = await search("lumen-2 nowhere");
  seen.hostile = await search("<img src=x");
  seen.pictures = page().querySelectorAll("#results img").length;
  seen.light = paper();
  page().getElementById("theme").click();
  seen.dark = paper();
  await open(seen.one[1][0]);
  seen.later = paper();
  seen.citations = [...page().querySelectorAll("article a[href^='https://x.com/']")].map((link) => link.href);
  page().getElementById("theme").click();
  seen.again = paper();
  document.body.innerHTML = "<pre></pre>";
  document.body.firstChild.textContent = btoa(unescape(encodeURIComponent(JSON.stringify(seen))));
})();
</script>"""


def test_a_reader_searches_turns_off_the_light_and_follows_a_citation(
    blog: Site, tmp_path: Path, chromium: Look
) -> None:
    with serve(tmp_path, drive=DRIVE) as served:
        seen = told(chromium(f"{served.address}/drive", "--dump-dom", "--virtual-time-budget=20000"))
    assert seen["all"] == [
        f"{len(DAYS)} 篇",
        [f"/tides/posts/tides_{day.replace('-', '')}.html" for day in DAYS[::-1]],
        "Lumen-2",
    ]
    assert seen["one"] == ["1 篇", ["/tides/posts/tides_20251125.html"], "mirror"]
    assert seen["none"] == ["没有一篇同时含有这些词", [], ""]
    assert (seen["hostile"][0], seen["pictures"]) == ("1 篇", 0)
    assert brightness(seen["light"]) > 600 > 120 > brightness(seen["dark"])
    assert (seen["later"], seen["again"]) == (seen["dark"], seen["light"])
    assert seen["citations"] == ["https://x.com/adalark/status/101"]
    assert [(path, status) for path, status in served.requests if status >= 400] == []


def brightness(colour: str) -> int:
    """The sum of red, green and blue."""
    return sum(map(int, re.findall(r"\d+", colour)[:3]))


def test_the_search_holds_whole_texts_of_the_newest_posts_only(blog: Site, tmp_path: Path) -> None:
    posts = json.loads((tmp_path / "tides" / "search.json").read_text())
    assert [post["day"] for post in posts if "text" not in post] == DAYS[:1]
    assert [post["day"] for post in posts if "Lumen-2" in post["tags"]] == DAYS[::-1]


def test_every_page_can_be_used_with_a_screen_reader(blog: Site, tmp_path: Path) -> None:
    pages = [*(tmp_path / "tides").rglob("*.html")]
    assert len(pages) >= len(DAYS) + 7
    for path in pages:
        html = path.read_text()
        assert html.count("<main ") == html.count("<h1") == 1, path.name
        assert '<html lang="' in html
        assert "Content-Security-Policy" in html
        assert not re.search(r"<img (?![^>]*alt=)", html), path.name
        assert not re.search(r"<nav(?![^>]*aria-label)", html), path.name
        for label in re.findall(r'<label for="([^"]+)"', html):
            assert f'id="{label}"' in html
        assert not re.search(r"<script(?! src=)", html), path.name


def test_quotations_are_shown_as_typed_and_the_future_is_not_shown(blog: Site, tmp_path: Path) -> None:
    html = (tmp_path / f"tides{LAST}").read_text()
    assert f'"it\'s {LONG} -- really..."' in html
    assert not list((tmp_path / "tides").rglob("*future*"))
    assert not list((tmp_path / "tides").rglob("README*"))


def test_a_screenshot_has_ink_where_the_reader_looks(blog: Site, tmp_path: Path, chromium: Look) -> None:
    shot = tmp_path / "shot.png"
    with serve(tmp_path) as served:
        chromium(f"{served.address}/tides{LAST}", "--window-size=390,800", f"--screenshot={shot}")
    with Image.open(shot) as image:
        assert image.size == (390, 800)
        middle = ImageStat.Stat(image.convert("L").crop((20, 80, 370, 700)))
    assert middle.extrema[0][0] < 80  # dark letters
    assert middle.mean[0] > 180  # on light paper


def test_an_empty_blog_says_so(site: Site) -> None:
    assert site.build().returncode == 0
    assert "还没有报告" in (site.pages / "index.html").read_text()
    assert "<entry>" not in (site.pages / "feed.xml").read_text()
