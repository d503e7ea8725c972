"""Real Jekyll builds a blog of ours, a loopback server shows it, real Chromium looks at it."""

import base64
import http.server
import json
import os
import subprocess
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import require_binary

from dawn_chorus.channel import Channel
from dawn_chorus.publish.blog import blog_files

CHANNEL = Channel.model_validate(
    {
        "name": "twitter_tides",
        "title": "潮汐领域",
        "short_title": "Twitter Tides",
        "start_date": "2025-01-01",
        "sources": [{"name": "inbox", "path": "inbox"}],
    }
)

# No window, no network of its own, no profile of the user's.
CHROMIUM_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip
DARK = "--blink-settings=preferredColorScheme=0"

# Shows a page of the site in a frame as wide as a phone or a desk, and writes down what it measures there.
MEASURE = """<!DOCTYPE html><link rel="icon" href="data:,">
<iframe style="border:0;width:%(width)spx;height:2000px" src="%(page)s"></iframe>
<script>
document.querySelector("iframe").onload = (event) => {
  const page = event.target.contentDocument;
  const measured = {
    title: page.title,
    width: page.documentElement.scrollWidth,
    background: getComputedStyle(page.body).backgroundColor,
    images: [...page.querySelectorAll("main img")].map((image) => [image.naturalWidth, image.clientWidth]),
    links: [...page.querySelectorAll("main a")].map((link) => link.href),
    headings: [...page.querySelectorAll("h1, h2, h3")].map((heading) => heading.textContent),
  };
  document.body.innerHTML = "<pre></pre>";
  document.body.firstChild.textContent = btoa(unescape(encodeURIComponent(JSON.stringify(measured))));
};
</script>"""


@dataclass(frozen=True)
class Site:
    """A Jekyll source folder; `pages` is where it is built."""

    source: Path

    @property
    def pages(self) -> Path:
        """The finished HTML."""
        return self.source / "_site"

    def write(self, path: str, content: str | bytes) -> None:
        """Write one source file."""
        target = self.source / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)

    def build(self) -> subprocess.CompletedProcess[str]:
        """Run Jekyll on the source; broken front matter is an error."""
        environment = {key: value for key, value in os.environ.items() if key != "BUNDLE_GEMFILE"}
        return subprocess.run(
            [require_binary("jekyll"), "build", "--strict_front_matter", "--quiet"],
            cwd=self.source,
            env=environment | {"JEKYLL_NO_BUNDLER_REQUIRE": "true", "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A new blog, as the first commit of a channel makes it, with an image to point at."""
    require_binary("jekyll")
    made = Site(tmp_path / "blog")
    for path, content in blog_files(CHANNEL).items():
        made.write(path, content)
    return made


@dataclass
class Served:
    """A site on loopback; `requests` holds the path and status of each request."""

    address: str
    requests: list[tuple[str, int]] = field(default_factory=list)


@contextmanager
def serve(folder: Path, **more: str) -> Iterator[Served]:
    """Serve a folder on a free port of 127.0.0.1; beside it `/measure?page=…&width=…`, and pages made of ``more``."""
    pages: dict[str, Callable[[dict[str, str]], str]] = {"/measure": lambda query: MEASURE % query}
    pages |= {f"/{name}": lambda _, page=page: page for name, page in more.items()}  # type: ignore[misc]

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(folder))

        def do_GET(self) -> None:
            address = urllib.parse.urlsplit(self.path)
            page = pages.get(address.path)
            if page is None:
                super().do_GET()
                return
            body = page(dict(urllib.parse.parse_qsl(address.query))).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_request(self, code: Any = "-", size: Any = "-") -> None:
            served.requests.append((self.path, int(code)))

        def log_message(self, *arguments: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        served = Served(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield served
        finally:
            server.shutdown()
            thread.join()


Look = Callable[..., str]


@pytest.fixture
def chromium(tmp_path: Path) -> Look:
    """Run headless Chromium on an address and return what it prints."""
    program = require_binary("chromium")

    def look(address: str, *flags: str) -> str:
        profile = f"--user-data-dir={tmp_path / 'profile'}"
        command = [program, *CHROMIUM_FLAGS, profile, *flags, address]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout

    return look


def told(dom: str) -> dict[str, Any]:
    """What a script has written down."""
    encoded = dom.partition("<pre>")[2].partition("</pre>")[0]
    found: dict[str, Any] = json.loads(base64.b64decode(encoded))
    return found


Measure = Callable[..., dict[str, Any]]


@pytest.fixture
def measure(chromium: Look) -> Measure:
    """Open a page of a served site at a width in a browser and return what the reader gets."""

    def look(served: Served, page: str, width: int, *flags: str) -> dict[str, Any]:
        query = urllib.parse.urlencode({"page": page, "width": width})
        return told(chromium(f"{served.address}/measure?{query}", "--dump-dom", *flags))

    return look
