"""Turns of phrase that sections share."""

import pytest

from dawn_chorus.report.facts import Facts, TopicFact, Voices
from dawn_chorus.report.model import Part
from dawn_chorus.report.sentence import Sentence
from dawn_chorus.report.telling import (
    anchor,
    corroboration,
    label,
    standing_of,
    status,
    stop_after,
    theme_title,
    tweets_to_cite,
)

from .conftest import Briefs, FactsMaker, TopicMaker, TweetMaker, changed


def shown(parts: list[Part]) -> str:
    return "".join(part.text for part in parts)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"story_status": "new"}, "新"),
        ({"story_status": "steady", "story_day_no": 3, "tweets_yesterday": 5}, "延续第 3 天"),
        ({"story_status": "rising", "tweets": 9, "tweets_yesterday": 4}, "升温（昨日 4 条，今日 9 条）"),
        ({"story_status": "fading", "tweets": 2, "tweets_yesterday": 4}, "回落（昨日 4 条，今日 2 条）"),
        ({"story_status": "rising", "tweets": 4, "tweets_yesterday": 4, "story_day_no": 2}, "延续第 2 天"),
    ],
)
def test_a_status_gives_the_counts_that_show_it(
    news_day: Facts, brief: Briefs, topic: TopicMaker, fields: dict[str, object], text: str
) -> None:
    given: TopicFact = topic(1, ["Brindle 3"], **fields)
    assert shown(status(Sentence(brief(news_day), "themes"), given)) == text


def test_a_first_day_knows_no_status(news_day: Facts, brief: Briefs, topic: TopicMaker) -> None:
    first = brief(changed(news_day, has_history=False))
    assert status(Sentence(first, "themes"), topic(1, ["Brindle 3"])) == []


@pytest.mark.parametrize(
    ("handles", "text"),
    [
        (["brindle_hq"], "仅官方账号"),
        (["nvidia"], "单一来源（机构账号）"),
        (["ana"], "单一来源"),
        (["ana", "bo"], "2 个账号分别发文"),
        (["ana", "brindle_hq"], "2 个账号分别发文，含官方"),
    ],
)
def test_corroboration_says_who_speaks(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker, topic: TopicMaker, handles: list[str], text: str
) -> None:
    members = [
        tweet(f"Brindle 3 is an open model, says {n}.", handle, role="topic", topic_no=1)
        for n, handle in enumerate(handles)
    ]
    shared = brief(facts(members, [topic(1, ["Brindle 3"], tweets=len(handles), accounts=len(handles))]))
    assert shown(corroboration(Sentence(shared, "themes"), shared.items[0])) == text


def test_accounts_of_a_topic_that_is_read_in_part_are_those_that_were_counted(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker, topic: TopicMaker
) -> None:
    member = tweet("Brindle 3 is an open model.", "ana", role="topic", topic_no=1)
    counted = topic(1, ["Brindle 3"], voices=Voices(own=40, wrote=45, all=75))
    told = brief(facts([member], [counted]))
    (item,) = told.items
    assert (item.accounts, item.carriers) == (40, 75)
    assert shown(corroboration(Sentence(told, "themes"), item)) == "40 个账号分别发文，另有 30 个账号转发"


def test_tweets_that_write_the_name_and_new_voices_come_first(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker, topic: TopicMaker
) -> None:
    nameless = tweet("Introducing an open model with a 2M context window.", "ana", role="topic", topic_no=1)
    second = tweet("Brindle 3 is an open model.", "bo", role="topic", topic_no=1)
    again = tweet("Brindle 3 again.", "bo", role="topic", topic_no=1)
    shared = brief(facts([nameless, second, again], [topic(1, ["Brindle 3"], tweets=3)]))
    assert tweets_to_cite(shared.items[0]) == [second, nameless, again]


def test_an_anchor_cites_a_tweet_with_the_name_only_where_none_does(news_day: Facts, brief: Briefs) -> None:
    shared = brief(news_day)
    item = shared.items[0]
    sentence = Sentence(shared, "themes")
    assert len(anchor(sentence, item)) == 1
    assert anchor(sentence, item) == []


def test_a_thing_without_a_name_is_labelled_by_its_author(brief: Briefs, facts: FactsMaker, tweet: TweetMaker) -> None:
    shared = brief(facts([tweet("we are releasing open weights for all of our robot models", "nadiaverrin")]))
    assert label(Sentence(shared, "themes"), shared.items[0]).text == "Nadia Verrin"


@pytest.mark.parametrize(
    ("quote", "stop"), [("It is out.", ""), ("It is out", "。"), ("今天开源。", "。"), ("Is it?", "")]
)
def test_a_full_stop_follows_unless_the_quote_brought_its_own(
    news_day: Facts, brief: Briefs, quote: str, stop: str
) -> None:
    parts = [Part(kind="quote", text=quote, citation=0)]
    assert shown(stop_after(Sentence(brief(news_day), "views"), parts)) == stop


def test_an_unknown_theme_is_its_own_title(news_day: Facts, brief: Briefs) -> None:
    assert theme_title(brief(news_day), "models") == "模型与发布"
    assert theme_title(brief(news_day), "gone") == "gone"


@pytest.mark.parametrize(
    ("status", "before", "standing"),
    [
        ("fading", 3, "steady"),
        ("rising", 3, "steady"),
        ("fading", 4, "fading"),
        ("new", 3, "new"),
        ("steady", 9, "steady"),
    ],
)
def test_what_has_as_many_tweets_as_the_day_before_neither_rises_nor_fades(
    topic: TopicMaker, status: str, before: int, standing: str
) -> None:
    assert standing_of(topic(1, ["Brindle 3"], tweets=3, story_status=status, tweets_yesterday=before)) == standing
