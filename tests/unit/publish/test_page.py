"""Where the page of a post is."""

import pytest

from dawn_chorus.publish.page import page_path

POST = "_posts/2026-03-02-twitter-ai-20260302-20260302.md"


@pytest.mark.parametrize(
    ("permalink", "path"),
    [
        ("/posts/:title.html", "/posts/twitter-ai-20260302-20260302.html"),
        ("/:year/:month/:day/:title.html", "/2026/03/02/twitter-ai-20260302-20260302.html"),
        ("/:title/", "/twitter-ai-20260302-20260302/"),
    ],
)
def test_the_page_is_where_jekyll_puts_it(permalink: str, path: str) -> None:
    assert page_path(POST, permalink) == path
