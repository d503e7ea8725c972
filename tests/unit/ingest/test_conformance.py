"""Entities against the platform's own cases (a file of the real data): all are met but for links without a scheme.

We find links with ``http://`` or ``https://`` only: the platform turns all of a text into such, and what else looks
like a host is mostly a file or a version. Of 114,532 real texts 19 hold a host without one, and most of these are none.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from dawn_chorus.ingest.entities import extract

Case = dict[str, Any]
CASES = {  # how many cases each category has
    "mentions": 23,
    "mentions_with_indices": 3,
    "mentions_or_lists_with_indices": 5,
    "hashtags": 65,
    "hashtags_from_astral": 3,
    "hashtags_with_indices": 8,
    "cashtags": 8,
    "cashtags_with_indices": 2,
    "urls": 91,
    "urls_with_indices": 10,
    "urls_with_directional_markers": 2,
    "tco_urls_with_params": 5,
}
WITHOUT_SCHEME = 19  # of 103 cases with links


@pytest.fixture(scope="module")
def cases(shared_data: Path) -> dict[str, list[Case]]:
    """The platform's cases by category."""
    text = (shared_data / "text_conformance" / "extract.yml").read_text(encoding="utf-8")
    found: dict[str, list[Case]] = yaml.safe_load(text)["tests"]
    return found


def expected_of(case: Case) -> list[str]:
    """What a case expects, in our spelling; of mentions with lists only the mentions."""
    values = [each if isinstance(each, str) else _named(each) for each in case["expected"]]
    return list(dict.fromkeys(each for each in values if each))


def _named(expected: Case) -> str:
    if expected.get("list_slug"):
        return ""
    return str(next(expected[key] for key in ("screen_name", "hashtag", "cashtag", "url") if key in expected))


def unmet(cases: list[Case], kind: str, spell: Callable[[str], str]) -> list[str]:
    """The descriptions of the cases in which something else is found, sorted."""
    return sorted(
        case["description"]
        for case in cases
        if [spell(each) for each in expected_of(case)] != list(getattr(extract(case["text"]), kind))
    )


@pytest.mark.parametrize(
    ("category", "kind", "spell"),
    [
        ("mentions", "mentions", str.lower),
        ("mentions_with_indices", "mentions", str.lower),
        ("mentions_or_lists_with_indices", "mentions", str.lower),
        ("hashtags", "hashtags", str.lower),
        ("hashtags_from_astral", "hashtags", str.lower),
        ("hashtags_with_indices", "hashtags", str.lower),
        ("cashtags", "cashtags", str.upper),
        ("cashtags_with_indices", "cashtags", str.upper),
        ("tco_urls_with_params", "urls", str),
    ],
)
def test_every_case_of_a_category_is_met(
    cases: dict[str, list[Case]], category: str, kind: str, spell: Callable[[str], str]
) -> None:
    assert len(cases[category]) == CASES[category]
    assert unmet(cases[category], kind, spell) == []


def test_links_are_found_but_for_those_without_a_scheme(cases: dict[str, list[Case]]) -> None:
    categories = ["urls", "urls_with_indices", "urls_with_directional_markers"]
    links = [case for category in categories for case in cases[category]]
    assert len(links) == sum(CASES[category] for category in categories)
    with_scheme = [case | {"expected": [u for u in expected_of(case) if "://" in u]} for case in links]
    assert unmet(with_scheme, "urls", str) == []
    assert len(unmet(links, "urls", str)) == WITHOUT_SCHEME


def test_no_category_is_left_out(cases: dict[str, list[Case]]) -> None:
    assert cases.keys() == CASES.keys() | {"replies"}
