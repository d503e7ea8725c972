"""The blog as a reader meets it: every page and picture is there, on a phone and a desk, by day and by night."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image, ImageStat
from tests.browser.conftest import DARK, Look, Measure, Site, serve

from dawn_chorus.report.gate import environment

HERE = Path(__file__).parent
DAYS = [f"2025-11-{day}" for day in range(20, 28)]
LAST = "/posts/tides_20251127.html"
LONG = "W" * 280

POST = """---
title: "潮汐日报 {{ day }}"
date: "{{ day }} 23:59:59 +0800"
description: "Lumen-2 开源;Foxglove 可改镜头"
tags: ["Lumen-2"]
---
Twitter Tides 报告

# 潮汐领域Twitter讨论总结报告

## 核心信息

1. **Lumen-2** · 新:"it's {{ long }} -- really..."[\\[1\\]](https://x.com/adalark/status/101)

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
        site.write(name, template.render(day=day, long=LONG))
    site.write("_posts/2099-01-01-future.md", '---\ntitle: "Too early"\ndate: "2099-01-01"\n---\n')
    site.write("assets/images/2025/11/cloud.png", picture())
    config = (site.source / "_config.yml").read_text()
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
    assert seen["links"] == ["https://x.com/adalark/status/101", f"{address}/tides/posts/tides_20251126.html"]
    red, green, blue = map(int, re.findall(r"\d+", seen["background"])[:3])
    assert (red + green + blue < 120) == bool(flags)
    failed = [(path, status) for path, status in served.requests if status >= 400]
    assert failed == []


def test_the_home_page_and_the_archive_lead_to_every_post(blog: Site, tmp_path: Path, measure: Measure) -> None:
    with serve(tmp_path) as served:
        pages = [measure(served, page, 390) for page in ("/tides/", "/tides/archive.html")]
    newest_first = [f"{served.address}/tides/posts/tides_{day.replace('-', '')}.html" for day in reversed(DAYS)]
    assert [page["links"] for page in pages] == [newest_first, newest_first]
    assert [page["width"] for page in pages] == [390, 390]
    assert [status for _, status in served.requests if status >= 400] == []


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
