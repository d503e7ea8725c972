"""Statements kept in ``sql/``: one per file, with a header, and bound parameters only."""

from functools import cache

import sqlalchemy as sa

from dawn_chorus.errors import ChorusError
from dawn_chorus.settings import settings


@cache
def statement(name: str) -> sa.TextClause:
    """The statement of ``sql/<name>.sql``, such as ``topics/insert_topic``. Raises ChorusError where there is none."""
    path = settings().sql / f"{name}.sql"
    try:
        return sa.text(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ChorusError(
            f"{path}: there is no such statement.",
            remedy="Set CHORUS_PROJECT to the checkout whose version is installed, where include/ and sql/ lie.",
        ) from None
