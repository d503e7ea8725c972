"""The template writer: every section from rows and verbatim quotations, no model, always the same words."""

from collections.abc import Iterator

from dawn_chorus.report.brief import Brief
from dawn_chorus.report.model import Statement
from dawn_chorus.report.sections import accounts, changes, events, key_points, markets, overall, overview, themes, views

# In the order in which they may take quotations: what a section has printed, no later one repeats.
SECTIONS = (overview, changes, key_points, views, events, markets, themes, overall, accounts)
SHORT = (overview, key_points)  # what poor input allows


def write(brief: Brief) -> Iterator[Statement]:
    """The statements of all sections, of poor input of two. A sentence that can cite nothing is not written."""
    for section in SHORT if brief.facts.judgement.is_short else SECTIONS:
        yield from (statement for statement in section.write(brief) if statement is not None)
