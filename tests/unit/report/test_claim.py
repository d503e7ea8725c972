"""What a language model's sentence speaks of: numbers and names in whatever letters are held to the tweets."""

import pytest

from dawn_chorus.report.claim import has_markup, unknown_name, unknown_number

TWEETS = (
    "Zorbital has released Nimbus Kite 2 for $3 billion, 40% faster than GPT-5, twice as small",
    "刚试了 Nimbus Kite 2，三款模型，120 亿参数，谷歌也有",
)
WORDS = " ".join(TWEETS).casefold()
KNOWN = frozenset(WORDS.replace(",", " ").replace("，", " ").split())


@pytest.mark.parametrize(
    "text",
    [
        "Nimbus Kite 2 快 40%",
        "costs $3 billion",
        "twice as small",
        "三款模型",
        "120 亿参数",
        "比 GPT-5 快",
        "一个模型",
        "没有数",
    ],
)
def test_numbers_that_the_tweets_write_may_stand(text: str) -> None:
    assert unknown_number(text, TWEETS) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("快 41%", "41%"),
        ("快 40 倍", "40倍"),  # another unit
        ("costs $3 million", "$3million"),
        ("costs 3 billion", "3billion"),  # of what?
        ("12 亿参数", "12亿"),  # a part of a longer number
        ("四款模型", "四"),
        ("百分之四十", "百分之四十"),  # spelt out, as no tweet does
        ("九百八十七亿", "九百八十七亿"),
        ("three times", "three"),
        ("a hundred models", "hundred"),
        ("１２ 个", "１２"),
        ("½ 的时间", "½"),
        ("第 ⑨ 名", "⑨"),
        ("Ⅳ 代", "Ⅳ"),
    ],
)
def test_every_other_number_is_told_whatever_it_is_written_in(text: str, number: str) -> None:
    assert unknown_number(text, TWEETS) == number


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Zorbital 发布 Nimbus Kite 2", "zh"),
        ("zorbital 发布了新模型", "zh"),
        ("谷歌发布", "zh"),
        ("Google 发布", "zh"),  # the lexicon knows that 谷歌 is meant
        ("The model of Zorbital’s is out.", "en"),
        ("A small model is faster.", "en"),
    ],
)
def test_names_that_the_tweets_write_may_stand(text: str, language: str) -> None:
    assert unknown_name(text, KNOWN, WORDS, language) is None


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Zorblax 发布", "zh", "Zorblax"),
        ("zorblax 发布", "zh", "zorblax"),
        ("华为发布", "zh", "华为"),
        ("张三发布", "zh", "张三"),
        ("北京大学发布", "zh", "北京大学"),
        ("ＺＯＲＢ 发布", "zh", "ＺＯＲＢ"),
        ("Ζorbital 发布", "zh", "Ζorbital"),  # a Greek letter
        ("𝐙orbital 发布", "zh", "orbital"),
        ("조르블락스 发布", "zh", "조르블락스"),
        ("$ZRBX 上涨", "zh", "$ZRBX"),
        ("Nimbus-9 发布", "zh", "Nimbus-9"),
        ("Developers like it.", "en", "Developers"),  # what begins a sentence looks like a name
        ("The model beats Tessaro.", "en", "Tessaro"),
        ("The account @tessaro says so.", "en", "@tessaro"),
    ],
)
def test_every_other_name_is_told(text: str, language: str, name: str) -> None:
    assert unknown_name(text, KNOWN, WORDS, language) == name


@pytest.mark.parametrize(
    "text",
    [
        "{{ x }}",
        "{% x %}",
        "<b>",
        "[x](y)",
        "a | b",
        "`x`",
        "*x*",
        "_x_",
        "# x",
        "https://x.example",
        "www.x.example",
        "&lt;",
        "~~x",
    ],
)
def test_markup_is_told_from_plain_text(text: str) -> None:
    assert has_markup(f"模型发布 {text}")


@pytest.mark.parametrize("text", ["模型（新）发布：快。", "GPT-5 & tessaro_app 说：好", "“引”、'x', 50%/$3"])
def test_plain_text_is_no_markup(text: str) -> None:
    assert not has_markup(text)
