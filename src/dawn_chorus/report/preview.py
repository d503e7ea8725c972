"""A preview of a post: one HTML file that needs nothing else, with the blog's look."""

import base64
import html
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from dawn_chorus.report.escape import plain

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_IMAGE = re.compile(r'src="([^"]*/)?(assets/[^"]+\.(jpg|png))"')
_MIME = {"jpg": "image/jpeg", "png": "image/png"}

# The measures of Jekyll's theme minima, so that what is seen here is what the blog shows.
_STYLE = """
:root { color-scheme: light dark; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  font: 16px/1.7 -apple-system, "Segoe UI", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  color: light-dark(#111, #ddd); background: light-dark(#fdfdfd, #181818); }
h1, h2, h3, h4 { line-height: 1.3; margin: 1.6em 0 .6em; font-weight: 500; }
h2 { border-bottom: 1px solid light-dark(#e8e8e8, #444); padding-bottom: .2em; }
li { margin: .4em 0; }
a { color: light-dark(#2a7ae2, #79b8ff); text-decoration: none; }
a:hover { text-decoration: underline; }
img { max-width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid light-dark(#e8e8e8, #444); padding: .35em .6em; text-align: left; }
"""


def preview(post: str, title: str, language: str, images: Mapping[str, bytes]) -> str:
    """The post (front matter and Markdown) as an HTML page. ``images``: bytes by path in the blog's repository.

    Raw HTML in the post is shown as text, so the page is as safe as the post.
    """
    body = _IMAGE.sub(lambda match: _inlined(match, images), parser().render(without_front_matter(post)))
    return (
        f'<!doctype html>\n<html lang="{html.escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(plain(title))}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )


def parser() -> "MarkdownIt":
    """The Markdown of posts; raw HTML is text, and a link leads nowhere but to an address of the web."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def without_front_matter(post: str) -> str:
    """The post's Markdown alone."""
    return _FRONT_MATTER.sub("", post)


def _inlined(match: re.Match[str], images: Mapping[str, bytes]) -> str:
    """The image as data inside the page, where we have it."""
    content = images.get(match[2])
    return match[0] if content is None else f'src="data:{_MIME[match[3]]};base64,{base64.b64encode(content).decode()}"'
