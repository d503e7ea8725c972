"""See that a post can be read: its page answers, has its title, and shows its pictures.

Jekyll copies pictures and data as they are, so that the site serves ours byte for byte says that it was built with this
very commit; only then is the page looked at.
"""

import datetime as dt
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from http import HTTPStatus

import httpx

from dawn_chorus.destination import Blog
from dawn_chorus.errors import PublishError
from dawn_chorus.publish.web import Answer, open_client, send

FIRST_PAUSE_SECONDS = 1.0
MOST_PAUSE_SECONDS = 30.0

_POST = re.compile(r"_posts/(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)-(?P<title>.+)\.md")
_TITLE, _DATE = (re.compile(rf"^{key}: (\".*\")$", re.MULTILINE) for key in ("title", "date"))


@dataclass
class Visitor:
    """Looks at a blog's pages. ``sleep``, ``clock`` and ``now`` are the world's, but for tests."""

    blog: Blog
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)

    def verify(self, files: Mapping[str, bytes | None]) -> str:
        """The address of the post among ``files`` once it can be read. Raises PublishError after the deadline."""
        path, post = next((path, each) for path, each in files.items() if _POST.fullmatch(path) and each)
        url = f"{self._site}{page_path(path, self.blog.permalink)}"
        deadline, pause = self.clock() + self.blog.verify_seconds, FIRST_PAUSE_SECONDS
        with open_client(self._site) as http:
            while problem := self._problem(http, url, post.decode(), files):
                if self.clock() + pause > deadline:
                    raise self._complaint(url, problem)
                self.sleep(pause)
                pause = min(MOST_PAUSE_SECONDS, pause * 2)
        return url

    @property
    def _site(self) -> str:
        return (self.blog.url or "").rstrip("/") + self.blog.base_url

    def _problem(self, http: httpx.Client, url: str, post: str, files: Mapping[str, bytes | None]) -> str:
        """What is wrong with the page now; empty for nothing."""
        when = dt.datetime.strptime(_said(_DATE, post), "%Y-%m-%d %H:%M:%S %z")
        if when > self.now():
            return "is not shown yet: the post's date lies in the future"
        try:
            return self._stale(http, files) or self._unlike(send(http, "GET", url), _said(_TITLE, post), files)
        except httpx.HTTPError as error:
            return f"does not answer ({' '.join(str(error).split()) or type(error).__name__})"

    def _stale(self, http: httpx.Client, files: Mapping[str, bytes | None]) -> str:
        """Which file the site does not serve as we have it."""
        for path, content in files.items():
            if content is None or path.startswith("_"):
                continue
            answer = send(http, "GET", f"{self._site}/{path}")
            if (answer.status, answer.body) != (HTTPStatus.OK, content):
                is_there = answer.status == HTTPStatus.OK
                return f"is not built yet: /{path} {'differs' if is_there else f'answers {answer.status}'}"
        return ""

    def _unlike(self, answer: Answer, title: str, files: Mapping[str, bytes | None]) -> str:
        """What the page lacks."""
        if answer.status != HTTPStatus.OK:
            return f"answers {answer.status}"
        page = _Page(answer.body.decode(errors="replace"))
        if title not in page.titles:
            return f"has not the title {title!r}"
        wanted = [path for path in files if path.startswith("assets/images/")]
        lost = [path for path in wanted if f"{self.blog.base_url}/{path}" not in page.pictures]
        return f"does not show /{lost[0]} from there" if lost else ""

    def _complaint(self, url: str, problem: str) -> PublishError:
        return PublishError(
            f"The post is committed, but {url} {problem}, after {self.blog.verify_seconds} s.",
            remedy="Look at the site's build; then run publish again: it commits nothing and looks again. "
            "`chorus doctor` checks the blog's settings; blog.url, base_url and permalink must be the site's.",
        )


def page_path(post: str, permalink: str) -> str:
    """The path of a post's page below the site's, as Jekyll makes it of the file's name."""
    found = _POST.fullmatch(post)
    assert found is not None, post  # noqa: S101 - the caller chose it by this pattern
    return re.sub(r":(year|month|day|title)", lambda match: found[match[1]], permalink)


def _said(pattern: re.Pattern[str], post: str) -> str:
    """A quoted value of the front matter."""
    found = pattern.search(post)
    return str(json.loads(found[1])) if found else ""


class _Page(HTMLParser):
    """The text of a page's title and headings, and the addresses of its pictures."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.titles, self.pictures = "", set[str]()
        self._inside = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a picture, or that a title begins."""
        self._inside += tag in ("title", "h1")
        if tag == "img":
            self.pictures.add(dict(attrs).get("src") or "")

    def handle_endtag(self, tag: str) -> None:
        """Note that a title ends."""
        self._inside -= tag in ("title", "h1")

    def handle_data(self, data: str) -> None:
        """Keep the words of titles."""
        self.titles += data if self._inside else ""
