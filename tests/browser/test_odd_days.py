"""Odd days from landing to the browser: a post each that is as short as the day, on a phone and at a desk.

With CHORUS_SHOTS naming a folder, each page is left there as a picture, to be looked at.
"""

import datetime as dt
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.browser.conftest import Site, serve
from tests.browser.odd_days import DAYS
from tests.conftest import TEMPLATE, require_binary, superuser
from tests.integration.report.conftest import MONDAY, World
from tests.project import make_project

from dawn_chorus import pipeline
from dawn_chorus.channel import load_channel
from dawn_chorus.database import connect
from dawn_chorus.database.embedded import LOGIN, Embedded
from dawn_chorus.settings import settings
from dawn_chorus.window import Window

APART_DAYS = 40  # no day is compared with another one
ENGLISH = "twitter_finance"  # made to report in English, here
WIDTHS = (390, 1280)
EVERY_PAGE = [*DAYS, "english pack"]

Open = Callable[[str, int], Page]


def day_of(name: str) -> dt.date:
    return MONDAY + dt.timedelta(days=APART_DAYS * [*DAYS].index(name))


def publish(folder: Path) -> dict[str, str]:
    """Take every day to its post, one of them in English too; addresses of the pages by name."""
    addresses = {}
    shown = [(name, "twitter_ai", day) for name, day in DAYS.items()]
    for name, channel, said in [*shown, ("english pack", ENGLISH, [*DAYS["english"], *DAYS["chinese"]])]:
        world = World(folder, load_channel(channel))
        window = Window(day_of("quiet"), day_of("quiet")) if channel == ENGLISH else Window(day_of(name), day_of(name))
        world.write((window.first_day - MONDAY).days, *said)
        pipeline.run_window(world.channel, window)
        addresses[name] = f"posts/{window.slug(channel).replace('_', '-')}.html"
    return addresses


@pytest.fixture(scope="module")
def database_url(postgres: Embedded) -> Iterator[str]:
    """A database of this module's own."""
    with superuser(postgres) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE odd_days_{os.getpid()} TEMPLATE {TEMPLATE} OWNER {LOGIN}")
    yield postgres.url(f"odd_days_{os.getpid()}")
    with superuser(postgres) as connection:
        connection.exec_driver_sql(f"DROP DATABASE odd_days_{os.getpid()} WITH (FORCE)")


@pytest.fixture(scope="module")
def pages(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """The pages of the blog that the days made, by name and width."""
    require_binary("jekyll")
    folder = tmp_path_factory.mktemp("odd")
    made = Site(folder / "blog")
    with pytest.MonkeyPatch.context() as patch:
        project = make_project(folder / "project", ENGLISH, language="en", title="Artificial intelligence")
        for key, value in {"HOME": folder / "home", "PROJECT": project, "DATABASE_URL": database_url}.items():
            patch.setenv(f"CHORUS_{key}", str(value))
        connect.reset()
        addresses = publish(folder)
        clone = ["git", "-c", "safe.directory=*", "clone", "--quiet", str(settings().home / "blog.git")]
        subprocess.run([*clone, str(made.source)], check=True)
    connect.reset()
    assert made.build().returncode == 0
    with serve(made.pages) as served, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=require_binary("chromium"), args=["--no-sandbox"])
        yield lambda name, width: opened(chromium, f"{served.address}/{addresses[name]}", name, width)
        chromium.close()


def opened(chromium: Browser, address: str, name: str, width: int) -> Page:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    assert (page.goto(address) or pytest.fail(address)).status == 200
    if shots := os.environ.get("CHORUS_SHOTS"):
        page.screenshot(path=f"{shots}/{name}_{width}.png".replace(" ", "_"), full_page=True)
    return page


def text_of(page: Page) -> str:
    return page.locator("article").inner_text()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", EVERY_PAGE)
def test_nothing_sticks_out_and_every_picture_is_there(pages: Open, name: str, width: int) -> None:
    page = pages(name, width)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.wait_for_function("[...document.images].every(image => image.complete && image.naturalWidth > 0)")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("quiet", "当日共 12 条推文，来自 12 个账号；其中广告 1 条、闲聊 2 条，不计入以下内容。"),
        ("quiet", "当日以下部分没有内容："),
        ("one", "当日共 1 条推文，来自 1 个账号。可说的只有Brindle 3[1]。"),
        ("spam", "当日共 9 条推文，来自 9 个账号，其中广告 9 条、闲聊 0 条；没有可以报道的内容。"),
        ("spam", "当日没有够得上一条核心信息的推文。"),
        ("chinese", "「青禾实验室今天发布青禾 2 模型，参数 30B，权重已经开源。」"),
        ("english", '"Introducing Brindle 3, our open model for phones."'),
        ("arabic", "用中文与拉丁字母以外的文字写成"),
        ("english pack", "Introducing Brindle 3, our open model for phones."),
    ],
)
def test_a_day_is_told_as_it_was(pages: Open, name: str, words: str) -> None:
    assert words in text_of(pages(name, WIDTHS[0]))


@pytest.mark.parametrize("name", ["one", "spam"])
def test_a_day_with_hardly_a_word_ends_soon(pages: Open, name: str) -> None:
    text = text_of(pages(name, WIDTHS[0]))
    assert "没有找到" not in text
    assert len(text) < 600


def test_nothing_of_an_english_post_but_quotations_is_chinese(pages: Open) -> None:
    page = pages("english pack", WIDTHS[1])
    own_words = re.sub("“[^”]*”", "", text_of(page).replace("Twitter Finance · Artificial intelligence", ""))
    assert re.findall("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]", own_words) == []


def test_arabic_words_leave_the_marks_around_them_in_place(pages: Open) -> None:
    places = pages("arabic", WIDTHS[1]).evaluate(MARKS)
    assert places
    assert all(0 <= link - closing < 9 for closing, link in places)


# Where the mark ends that closes a quotation with Arabic in it, and where the reference in the same line begins.
MARKS = """() => {
  const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT), places = [];
  const at = (node, place) => {
    const range = document.createRange();
    range.setStart(node, place);
    range.setEnd(node, place + 1);
    return range.getBoundingClientRect();
  };
  for (let node; (node = walker.nextNode());) {
    const island = node.data.match(/.\u2068[^\u2069]*[\u0600-\u06ff][^\u2069]*\u2069./);
    if (!island) continue;
    const closing = at(node, island.index + island[0].length - 1);
    const link = node.nextSibling.getBoundingClientRect();
    if (Math.abs(link.top - closing.top) < 15) places.push([closing.right, link.left]);
  }
  return places;
}"""
