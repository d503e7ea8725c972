"""The page of a post is looked at on a loopback site, until it is right or the deadline has passed."""

import datetime as dt
import http.server
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from dawn_chorus.destination import Blog
from dawn_chorus.errors import PublishError
from dawn_chorus.publish.page import Visitor

SLUG = "twitter-test-20260302-20260302"
PICTURE, DATA = "assets/images/2026/03/cloud.jpg", "assets/data/day.json"
POST = '---\ntitle: "A & <b>"\ndate: "2026-03-02 23:59:59 +0800"\n---\n\nSaid.\n'
FILES: dict[str, bytes | None] = {
    f"_posts/2026-03-02-{SLUG}.md": POST.encode(),
    PICTURE: b"\xff\xd8picture",
    DATA: b"{}\n",
    "_data/withdrawn/day.json": None,
}
PAGE = f"/news/posts/{SLUG}.html"
HTML = f'<title>A &amp; &lt;b&gt; · Blog</title><p>Said.<img src="/news/{PICTURE}" alt="">'


@dataclass
class Site:
    """What a site serves, by path."""

    address: str = ""
    pages: dict[str, bytes] = field(default_factory=dict)


@pytest.fixture
def site() -> Iterator[Site]:
    """A site below `/news` on which everything is right."""
    site = Site(pages={PAGE: HTML.encode(), f"/news/{PICTURE}": b"\xff\xd8picture", f"/news/{DATA}": b"{}\n"})

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = site.pages.get(self.path)
            self.send_response(404 if found is None else 200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(found or b"nothing here")

        def log_message(self, *arguments: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        site.address = f"http://127.0.0.1:{listening.server_port}"
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield site
        listening.shutdown()
        thread.join()


def visitor(site: Site, on_pause: Callable[[float], None] = lambda _: None, **world: object) -> Visitor:
    """A visitor for whom a minute passes with each look."""
    moments = iter(range(0, 6000, 60))
    blog = Blog(url=site.address, base_url="/news", verify_seconds=600)
    return Visitor(blog, sleep=on_pause, clock=lambda: float(next(moments)), **world)  # type: ignore[arg-type]


def test_a_page_that_is_right_is_found_at_once(site: Site) -> None:
    assert visitor(site).verify(FILES) == f"{site.address}{PAGE}"


@pytest.mark.parametrize("path", [PAGE, f"/news/{PICTURE}", f"/news/{DATA}"])
def test_a_page_that_comes_late_is_waited_for(site: Site, path: str) -> None:
    late = site.pages.pop(path)
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            site.pages[path] = late

    visitor(site, pause).verify(FILES)
    assert pauses == [1, 2, 4]


@pytest.mark.parametrize(
    ("path", "content", "words"),
    [
        (PAGE, None, "answers 404"),
        (PAGE, b"<title>Home</title>", "has not the title 'A & <b>'"),
        (PAGE, HTML.replace("/news/assets", "assets").encode(), "does not show /assets/images/2026/03/cloud.jpg"),
        (f"/news/{PICTURE}", None, "is not built yet: /assets/images/2026/03/cloud.jpg answers 404"),
        (f"/news/{DATA}", b"of yesterday", "is not built yet: /assets/data/day.json differs"),
    ],
)
def test_what_is_wrong_is_told_after_the_deadline(site: Site, path: str, content: bytes | None, words: str) -> None:
    site.pages.pop(path)
    if content is not None:
        site.pages[path] = content
    with pytest.raises(PublishError, match="The post is committed, but ") as caught:
        visitor(site).verify(FILES)
    assert words in caught.value.message
    assert "after 600 s" in caught.value.message
    assert caught.value.may_pass


def test_a_post_of_the_future_is_told(site: Site) -> None:
    now = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
    with pytest.raises(PublishError, match="lies in the future"):
        visitor(site, now=lambda: now).verify(FILES)


def test_a_site_that_does_not_answer_is_told() -> None:
    with pytest.raises(PublishError, match="does not answer"):
        visitor(Site("http://127.0.0.1:9")).verify(FILES)


def test_a_page_without_an_end_is_not_read_to_it(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dawn_chorus.publish.web.MOST_BYTES", 20)
    with pytest.raises(PublishError, match="more than 20 bytes"):
        visitor(site).verify(FILES)
