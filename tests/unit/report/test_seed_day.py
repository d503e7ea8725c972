"""Names of a post: what counts as one, and which are held to be missing."""

import pytest

from seed_day import compare, names_in

TEXTS = ["Brindle 3 is out", "TESSARO is slow"]


@pytest.mark.parametrize(
    ("post", "names"),
    [
        ("the Ostrava Bank and Brindle 3.5 rose", ["Ostrava Bank", "Brindle 3.5"]),
        ("Tessaro, then Tessaro again", ["Tessaro"]),
        ("the AI API of our CEO", []),
        ("AI Tessaro", ["AI Tessaro"]),
        ("见[Korrigan](https://Velvetine.example/Zo)", ["Korrigan"]),
        ("![Velvetine](Cloud.png)", []),
        ("kites and 3 birds", []),
        ("It ends with Tessaro.", ["It", "Tessaro"]),
    ],
    ids=["runs", "once", "the trade's", "in a name", "no address", "no picture", "none", "no full stop"],
)
def test_names_are_runs_of_capitals_and_versions(post: str, names: list[str]) -> None:
    assert names_in(post) == names


def test_what_stands_above_a_post_is_no_part_of_it() -> None:
    assert names_in("---\ntitle: Velvetine\n---\nof Tessaro") == ["Tessaro"]


@pytest.mark.parametrize(
    ("post", "missing"),
    [
        ("<b>Brindle</b> 3 &amp; tessaro", []),
        ("Brindle 3 and Tessaros", ["Tessaro"]),
        (r"Brindle\ 3, Tessaro", []),
        ("---\ntitle: Brindle 3\n---\nTessaro", ["Brindle 3"]),
        ('<i title="Tessaro">Brindle 3</i>', ["Tessaro"]),
    ],
    ids=["marked up", "inside a longer word", "escaped", "above the post", "in a tag"],
)
def test_a_name_is_missing_where_no_reader_sees_it(post: str, missing: list[str]) -> None:
    assert compare("our Brindle 3 and Tessaro", post, TEXTS)["missing"] == missing


def test_a_seed_without_names_misses_nothing() -> None:
    assert compare("kites", "", TEXTS) == {"named": 0, "in_tweets": 0, "share_in_post": 1, "missing": []}
