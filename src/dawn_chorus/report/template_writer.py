"""The template writer: every section from rows and verbatim quotations, no model, always the same words."""

from collections.abc import Iterator

from dawn_chorus.report.brief import Brief
from dawn_chorus.report.model import Statement
from dawn_chorus.report.sections import accounts, events, key_points, markets, overall, overview, themes, views

# In the order in which they may take quotations: what a section has printed, no later one repeats.
SECTIONS = (overview, key_points, views, events, markets, themes, overall, accounts)


def write(brief: Brief) -> Iterator[Statement]:
    """The statements of all sections. A sentence that can cite nothing is not written."""
    for section in SECTIONS:
        yield from (statement for statement in section.write(brief) if statement is not None)
