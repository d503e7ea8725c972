"""Statements kept in ``sql/``: one per file, with a header, and bound parameters only."""

from functools import cache

import sqlalchemy as sa

from dawn_chorus.settings import settings


@cache
def statement(name: str) -> sa.TextClause:
    """The statement of ``sql/<name>.sql``, such as ``topics/insert_topics``."""
    return sa.text((settings().sql / f"{name}.sql").read_text(encoding="utf-8"))
