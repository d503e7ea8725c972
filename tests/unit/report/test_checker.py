"""Nothing passes that its tweets do not say."""

from collections.abc import Callable
from typing import Any

import pytest

from dawn_chorus.channel import Channel
from dawn_chorus.report import template_writer
from dawn_chorus.report.brief import Brief
from dawn_chorus.report.checker import Checker, checker_for
from dawn_chorus.report.facts import Facts, QuietTopic, TweetFact
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


def test_the_author_of_retweeted_words_may_be_named(
    tweet: Callable[..., TweetFact], facts: Callable[..., Facts], channel: Channel
) -> None:
    given = tweet("RT @Makerton: Brindle 3 is out", "fan", kind="retweet")
    checker = checker_for(facts([given]), channel, load_phrases("zh"))
    citation = {"url": f"https://x.com/fan/status/{given.tweet_id}", "author": "fan", "quote": "Brindle 3 is out"}
    assert checker.check(statement(given, words("Makerton（fan 转推）"), **citation)) is None
    assert checker.check(statement(given, words("Otherton（fan 转推）"), **citation)) == "unknown_name"


def test_tweets_of_the_day_before_may_be_cited_only_where_the_report_knows_them(
    tweet: Callable[..., TweetFact], facts: Callable[..., Facts], channel: Channel
) -> None:
    old = tweet("Brindle 3 beats Korrigan-7B", "nadiaverrin")
    quiet = [QuietTopic("Brindle 3", ("Brindle 3",), 2, 2, (old,))]
    said = statement(old, words("Brindle 3"))
    assert checker_for(facts([], quiet=quiet), channel, load_phrases("zh")).check(said) is None
    assert checker_for(facts([]), channel, load_phrases("zh")).check(said) == "unknown_tweet"


def _cite(each: Statement, **changes: str) -> Statement:
    first, *rest = each.citations
    return each.model_copy(update={"citations": (first.model_copy(update=changes), *rest)})


def _append(each: Statement, part: Part) -> Statement:
    return each.model_copy(update={"parts": (*each.parts, part)})


ATTACKS: dict[str, tuple[Callable[[Statement], Statement], str]] = {
    "a number": (lambda each: _append(each, words(" 987654 ")), "unknown_number"),
    "a share": (lambda each: _append(each, words(" 98.7% ")), "unknown_number"),
    "a name": (lambda each: _append(each, words(" Zorblax-9 ")), "unknown_name"),
    "a person": (lambda each: _append(each, Part(kind="name", text="Ada Zorblax")), "unknown_name"),
    "a ticker": (lambda each: _append(each, words("$ZRBX")), "unknown_name"),
    "a handle": (lambda each: _append(each, words("@zorblax")), "unknown_name"),
    "words": (lambda each: _append(each, Part(kind="quote", text="never said", citation=0)), "altered_quote"),
    "words of nobody": (lambda each: _append(each, Part(kind="quote", text="never said")), "altered_quote"),
    "a tweet": (lambda each: _cite(each, tweet_id="42"), "unknown_tweet"),
    "an address": (lambda each: _cite(each, url="https://x.com/evil/status/42"), "wrong_link"),
    "an author": (lambda each: _cite(each, author="impostor"), "wrong_link"),
    "a citation": (lambda each: _cite(each, quote="x" + each.citations[0].quote), "altered_quote"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_no_statement_passes_with_a_foreign(
    name: str, news_day: Facts, channel: Channel, brief: Callable[[Facts], Brief]
) -> None:
    """Property: whatever is smuggled into whichever real statement, it is refused, and for the right reason."""
    attack, reason = ATTACKS[name]
    checker = checker_for(news_day, channel, load_phrases("zh"))
    statements = list(template_writer.write(brief(news_day)))
    assert len(statements) > 10
    assert {checker.check(each) for each in statements} == {None}
    assert {checker.check(attack(each)) for each in statements} == {reason}


@pytest.mark.parametrize("tweet_id", ["", "404", "9" * 5000, "٣", "-1"])
def test_only_ids_of_tweets_that_were_read_have_a_source(
    tweet: Callable[..., TweetFact], facts: Callable[..., Facts], channel: Channel, tweet_id: str
) -> None:
    given = tweet("Brindle 3 is out", tweet_id=3)
    sources = checker_for(facts([given]), channel, load_phrases("zh")).sources
    assert tweet_id not in sources
    assert {key: source.text for key, source in sources.items()} == {"3": "Brindle 3 is out"}
    assert len(sources) == 1
