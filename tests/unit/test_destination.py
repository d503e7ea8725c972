"""What a channel may say about its blog."""

import pytest
from pydantic import ValidationError

from dawn_chorus.destination import Blog


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"mode": "pull_request"}, "need a token"),
        ({"mode": "fax"}, "push"),
        ({"connection": "Blog"}, "pattern"),
        ({"url": "ftp://blog.example"}, "pattern"),
        ({"url": "https://ada:s3cret@blog.example"}, "pattern"),
        ({"url": "https://blog.example/?q"}, "pattern"),
        ({"permalink": "/posts/"}, "pattern"),
        ({"branch": "a..b"}, "no such branch"),
        ({"verify_seconds": -1}, "greater"),
    ],
)
def test_what_cannot_work_is_refused_at_once(settings: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Blog.model_validate(settings)


def test_pull_requests_with_a_token_are_taken() -> None:
    assert Blog.model_validate({"mode": "pull_request", "connection": "blog"}).forge == "github"
