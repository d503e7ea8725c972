"""The report as data: what cannot be built cannot be published."""

import pytest
from pydantic import ValidationError

from dawn_chorus.report.model import Citation, Number, Part, Statement, cited

URL = "https://x.com/ana/status/7"


def citation(tweet_id: str = "7", **fields: str) -> Citation:
    values = {"tweet_id": tweet_id, "url": f"https://x.com/ana/status/{tweet_id}", "author": "ana", "quote": "words"}
    return Citation(**{**values, **fields})


def statement(*ids: str, **fields: object) -> Statement:
    values: dict[str, object] = {
        "section": "views",
        "parts": (Part(kind="words", text="ana："), Part(kind="quote", text="words", citation=0)),
        "citations": tuple(map(citation, ids)),
    }
    return Statement.model_validate({**values, **fields})


@pytest.mark.parametrize(
    "fields",
    [
        {"tweet_id": "seven"},
        {"tweet_id": "7" * 21},
        {"tweet_id": ""},
        {"url": "http://x.com/ana/status/7"},
        {"url": "https://x.com.evil.example/ana/status/7"},
        {"url": "https://x.com/ana/status/7?x=<script>"},
        {"url": "javascript:alert(7)"},
        {"author": ""},
        {"quote": ""},
    ],
)
def test_a_citation_leads_to_a_tweet_or_does_not_exist(fields: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        citation(**fields)


def test_a_handle_that_is_none_is_left_out_of_the_address() -> None:
    assert citation(url="https://x.com/i/web/status/7").url.endswith("/7")


def test_the_text_is_that_of_the_parts() -> None:
    assert statement("7").text == "ana：words"


def test_a_part_cannot_point_at_a_citation_that_is_not_there() -> None:
    with pytest.raises(ValidationError, match="citation 1"):
        statement("7", parts=(Part(kind="reference", citation=1),))


def test_nothing_can_be_changed_afterwards() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        statement("7").section = "events"  # type: ignore[misc]


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(ValidationError, match="mood"):
        statement("7", mood="good")


def test_cited_tweets_come_in_the_order_of_first_mention() -> None:
    assert cited([statement("9", "7"), statement("7", "8")]) == ["9", "7", "8"]


def test_a_number_says_where_it_comes_from() -> None:
    with pytest.raises(ValidationError, match="source"):
        Number.model_validate({"value": 3})
