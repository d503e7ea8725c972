"""The LLM writer without a network: what may stand is told; what may not is asked for once more, then left out."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.stand_in.llm import Claim, Thing, attacks, honest

from dawn_chorus.channel import Channel
from dawn_chorus.report.facts import Facts
from dawn_chorus.report.llm.answer import Answer
from dawn_chorus.report.llm.judging import WHY
from dawn_chorus.report.llm.request import Request
from dawn_chorus.report.model import Report
from dawn_chorus.report.render import render_post
from dawn_chorus.report.stage import claims_of, compose

Say = Callable[[list[Thing]], list[Claim]]


class Model:
    """A model that says what it is told to; ``requests`` holds all questions."""

    def __init__(self, *says: Say) -> None:
        self.says, self.requests = list(says), list[Request]()

    def __call__(self, request: Request) -> Answer:
        """Answer."""
        say = self.says[min(len(self.requests), len(self.says) - 1)]
        self.requests.append(request)
        return Answer.model_validate({"claims": say(things(request))})

    def things(self, number: int) -> list[Thing]:
        """The things of a question."""
        return things(self.requests[number])


def things(request: Request) -> list[Thing]:
    told: list[Thing] = json.loads(request.data)["things"]
    return told


def well(asked: list[Thing]) -> list[Claim]:
    return [honest(thing) for thing in asked]


def with_words(**changes: Any) -> Say:
    """Every claim with other words."""
    return lambda asked: [honest(thing) | changes for thing in asked]


def claims_in(report: Report) -> list[str]:
    return [part.text for each in report.statements for part in each.parts if part.kind == "claim"]


def test_each_key_point_gets_its_sentence_beside_the_quotation(news_day: Facts, channel: Channel) -> None:
    report = compose(news_day, channel, Model(well))
    points = report.section("key_points")
    assert len(claims_in(report)) == len(points) == 3
    assert all("quote" in [part.kind for part in each.parts] for each in points)
    assert report.dropped == {}


def test_what_is_no_key_point_gets_its_sentence_among_the_events(news_day: Facts, channel: Channel) -> None:
    few = channel.model_copy(update={"analysis": channel.analysis.model_copy(update={"key_points": 1})})
    report = compose(news_day, few, Model(well))
    told = {each.parts[0].text: [part.kind for part in each.parts] for each in report.section("events")}
    assert len(report.section("key_points")) == 1
    assert {"claim", "quote", "reference"} <= set(told["Tessaro"])
    assert "claim" not in told["Brindle 3"]
    assert report.dropped == {}


def test_what_heads_a_key_point_stays_computed(news_day: Facts, channel: Channel) -> None:
    plain, told = compose(news_day, channel), compose(news_day, channel, Model(well))
    assert [each.parts[0] for each in told.section("key_points")] == [
        each.parts[0] for each in plain.section("key_points")
    ]
    assert [each.numbers for each in told.section("key_points")] == [
        each.numbers for each in plain.section("key_points")
    ]


def test_the_same_answers_give_the_same_report(news_day: Facts, channel: Channel) -> None:
    assert compose(news_day, channel, Model(well)) == compose(news_day, channel, Model(well))


def test_a_refused_claim_is_asked_for_once_more_with_the_reason(news_day: Facts, channel: Channel) -> None:
    model = Model(with_words(sentence="Zorblaxia 有 77 人。"), well)
    report = compose(news_day, channel, model)
    assert [bool(thing.get("refused")) for thing in model.things(0)] == [False] * len(model.things(0))
    assert {thing["refused"] for thing in model.things(1)} == {WHY["unknown_number"]}
    assert len(claims_in(report)) == len(report.section("key_points"))


def test_refused_twice_a_template_writes_that_point_and_no_other(news_day: Facts, channel: Channel) -> None:
    def one_bad(asked: list[Thing]) -> list[Claim]:
        return [honest(thing) | ({"sentence": "Zorblaxia 发布。"} if thing["thing"] == "s2" else {}) for thing in asked]

    model = Model(one_bad)
    report = compose(news_day, channel, model)
    assert len(model.requests) == 2
    assert [thing["thing"] for thing in model.things(1)] == ["s2"]
    assert len(claims_in(report)) == len(report.section("key_points")) - 1
    assert len(report.section("key_points")) == len(compose(news_day, channel).section("key_points"))


def test_no_answer_at_all_leaves_the_templates_report(news_day: Facts, channel: Channel) -> None:
    assert compose(news_day, channel, lambda request: None) == compose(news_day, channel)


def test_a_thing_that_the_model_leaves_out_is_not_asked_for_again(news_day: Facts, channel: Channel) -> None:
    model = Model(lambda asked: [])
    compose(news_day, channel, model)
    assert len(model.requests) == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"sentence": "Brindle 3 有 4 倍的速度。"}, "unknown_number"),
        ({"sentence": "Brindle 3 在各项测试里胜过了 Zorblaxia。"}, "unknown_name"),
        ({"sentence": "见 [这里](https://zorblaxia.example)。"}, "markup"),
        ({"sentence": ""}, "form"),
        ({"sentence": "They said so."}, "form"),
        ({"sentence": "他们说了很多话，" * 50}, "form"),
        ({"quotations": []}, "form"),
        ({"quotations": [{"tweet": "t99a", "words": "x"}]}, "unknown_tweet"),
        ({"quotations": [{"tweet": "t1a", "words": "never said by anybody"}]}, "altered_quote"),
    ],
)
def test_each_falsehood_is_refused_for_its_reason(
    news_day: Facts, channel: Channel, changes: dict[str, Any], reason: str
) -> None:
    def first(asked: list[Thing]) -> list[Claim]:
        return [honest(thing) | changes for thing in asked if thing["thing"] == "s1"]

    outcome = claims_of(news_day, channel, Model(first))
    assert (outcome.claims, dict(outcome.refused)) == ({}, {reason: 2})


def test_words_torn_from_a_sentence_are_printed_with_all_of_it(news_day: Facts, channel: Channel) -> None:
    """Half a sentence may say the opposite of the whole."""

    def torn(asked: list[Thing]) -> Iterator[Claim]:
        for thing in asked:
            claim = honest(thing)
            claim["quotations"][0]["words"] = claim["quotations"][0]["words"][3:12]
            yield claim

    whole = set(_quotes(compose(news_day, channel, Model(well))))
    assert set(_quotes(compose(news_day, channel, Model(lambda asked: list(torn(asked)))))) == whole


def _quotes(report: Report) -> Iterator[str]:
    return (part.text for each in report.section("key_points") for part in each.parts if part.kind == "quote")


def test_no_more_is_asked_than_the_limit_of_tokens_allows(news_day: Facts, channel: Channel) -> None:
    model = Model(well)
    limited = channel.model_copy(update={"llm": channel.llm.model_copy(update={"input_tokens": 1_000})})
    assert claims_in(compose(news_day, limited, model)) == []
    assert model.requests == []


@pytest.mark.parametrize("seed", range(8))
def test_attacks_leave_the_templates_post_byte_for_byte(news_day: Facts, channel: Channel, seed: int) -> None:
    attack = attacks(seed)
    hostile = Model(lambda asked: [claim for _, claim in attack(asked)])
    assert render_post(compose(news_day, channel, hostile)) == render_post(compose(news_day, channel))
