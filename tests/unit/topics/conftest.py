"""A short hand for invented tweets."""

import datetime as dt
from collections.abc import Callable

import pytest

from dawn_chorus.topics.model import Document

DAY = dt.date(2026, 3, 4)

Tweet = Callable[..., Document]


@pytest.fixture(scope="session")
def tweet() -> Tweet:
    """``tweet(number, text, author="…", days_ago=0, kind="original", of=None)``; authors differ unless given."""

    def make(
        number: int, text: str, author: str = "", days_ago: int = 0, kind: str = "original", of: int | None = None
    ) -> Document:
        day = DAY - dt.timedelta(days=days_ago)
        return Document(number, day, author or f"author{number}", text, kind, of)

    return make
