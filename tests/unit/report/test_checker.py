"""Nothing passes that its tweets do not say."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from dawn_chorus.channel import Channel
from dawn_chorus.report import template_writer
from dawn_chorus.report.brief import Brief
from dawn_chorus.report.checker import Checker, checker_for
from dawn_chorus.report.facts import Facts, TweetFact
from dawn_chorus.report.model import Citation, Number, Part, Statement
from dawn_chorus.report.phrases import load_phrases


@pytest.fixture
def source(tweet: Callable[..., TweetFact]) -> TweetFact:
    """The tweet that the statements cite."""
    return tweet("Brindle 3 beats Korrigan-7B by 12.5% &amp; costs $4", "nadiaverrin", "Analyst at Ossify")


@pytest.fixture
def checker(source: TweetFact, facts: Callable[..., Facts], channel: Channel) -> Checker:
    """A checker that knows that one tweet."""
    return checker_for(facts([source]), channel, load_phrases("zh"))


def statement(source: TweetFact, *parts: Part, numbers: tuple[Number, ...] = (), **citation: Any) -> Statement:
    values = {
        "tweet_id": str(source.tweet_id),
        "url": f"https://x.com/nadiaverrin/status/{source.tweet_id}",
        "author": "nadiaverrin",
        "quote": "Brindle 3 beats Korrigan-7B",
    }
    return Statement(
        section="key_points", parts=parts, citations=(Citation(**{**values, **citation}),), numbers=numbers
    )


def words(text: str) -> Part:
    return Part(kind="words", text=text)


@pytest.mark.parametrize(
    "text",
    [
        "Brindle 3 胜过 Korrigan-7B",
        "brindle 3 提升 12.5%，价格 $4",
        "Nadia Verrin（独立研究者）说",
        "Analyst at Ossify",
        "全是中文，没有名字",
    ],
)
def test_what_the_tweet_or_its_author_says_may_stand(checker: Checker, source: TweetFact, text: str) -> None:
    assert checker.check(statement(source, words(text))) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("胜过 13%", "unknown_number"),
        ("共 3 条，2 个账号", "unknown_number"),
        ("Tessaro 胜过它", "unknown_name"),
        ("Brindle-4 发布", "unknown_name"),
        ("$BRND 上涨", "unknown_name"),
        ("GPT-9", "unknown_name"),
        ("@korrigan", "unknown_name"),
        ("Élan", "unknown_name"),
    ],
)
def test_numbers_names_and_tickers_from_nowhere_are_refused(
    checker: Checker, source: TweetFact, text: str, reason: str
) -> None:
    assert checker.check(statement(source, words(text))) == reason


def test_computed_numbers_may_stand(checker: Checker, source: TweetFact) -> None:
    counted = statement(source, words("共 12,345 条"), numbers=(Number(value=12_345, source="tweets"),))
    assert checker.check(counted) is None
    assert checker.check(statement(source, words("共 12,346 条"), numbers=(Number(value=12_345, source="t"),)))


def test_quotes_are_exempt_from_the_claims_but_must_be_verbatim(checker: Checker, source: TweetFact) -> None:
    assert checker.check(statement(source, Part(kind="quote", text="12.5% & costs $4", citation=0))) is None
    assert checker.check(statement(source, Part(kind="quote", text="costs $5", citation=0))) == "altered_quote"
    assert checker.check(statement(source, Part(kind="quote", text="costs $4"))) == "altered_quote"


@pytest.mark.parametrize(
    ("citation", "reason"),
    [
        ({"tweet_id": "1", "url": "https://x.com/nadiaverrin/status/1"}, "unknown_tweet"),
        ({"url": "https://x.com/nadiaverrin/status/77"}, "wrong_link"),
        ({"url": "https://x.com/impostor/status/9000000000000000000"}, "wrong_link"),
        ({"author": "impostor"}, "wrong_link"),
        ({"quote": "Brindle 3 loses"}, "altered_quote"),
    ],
)
def test_citations(checker: Checker, source: TweetFact, citation: dict[str, str], reason: str) -> None:
    assert checker.check(statement(source, words("说"), **citation)) == reason


def test_sifting_counts_the_reasons(checker: Checker, source: TweetFact) -> None:
    good, bad = statement(source, words("好")), statement(source, words("77"))
    kept, dropped = checker.sift([good, bad, bad])
    assert kept == [good]
    assert dropped == {"unknown_number": 2}


@pytest.mark.parametrize(
    "fields",
    [
        {"parts": ()},
        {"citations": ()},
        {"parts": (Part(kind="reference", citation=1),)},
        {"section": "gossip"},
    ],
)
def test_a_statement_without_text_or_citation_cannot_be_made(source: TweetFact, fields: dict[str, Any]) -> None:
    good = statement(source, words("好"))
    with pytest.raises(ValueError, match="1 validation error"):
        Statement(**{**{name: getattr(good, name) for name in ("section", "parts", "citations")}, **fields})


def test_an_attacked_statement_never_passes(news_day: Facts, channel: Channel, brief: Callable[[Facts], Brief]) -> None:
    """Property: change a digit, a name or a quote of any real statement, and it is refused."""
    checker = checker_for(news_day, channel, load_phrases("zh"))
    statements = list(template_writer.write(brief(news_day)))
    assert all(checker.check(each) is None for each in statements)
    generator = random.Random(3)
    attacks: list[Callable[[Statement], Statement]] = [
        lambda each: each.model_copy(update={"parts": (*each.parts, words(" 987654 "))}),
        lambda each: each.model_copy(update={"parts": (*each.parts, words(" Zorblax-9 "))}),
        lambda each: each.model_copy(
            update={"parts": (*each.parts, Part(kind="quote", text="never said", citation=0))}
        ),
        lambda each: each.model_copy(
            update={"citations": (each.citations[0].model_copy(update={"tweet_id": "42"}), *each.citations[1:])}
        ),
        lambda each: each.model_copy(
            update={"citations": (each.citations[0].model_copy(update={"quote": "x" + each.citations[0].quote}),)}
        ),
    ]
    for each in statements:
        assert checker.check(generator.choice(attacks)(each)) is not None
    assert all(checker.check(attack(statements[0])) is not None for attack in attacks)
