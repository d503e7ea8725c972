"""Themes hold topics with words that were not printed above."""

import re

from dawn_chorus.report.facts import Facts
from dawn_chorus.report.sections import key_points, themes

from .conftest import Briefs, FactsMaker, TopicMaker, TweetMaker, texts, written


def test_themes_carry_new_words_and_skip_what_is_below_the_line(
    brief: Briefs, news_day: Facts, facts: FactsMaker, tweet: TweetMaker, topic: TopicMaker
) -> None:
    shared = brief(news_day)
    points = " ".join(texts(key_points, shared))
    lines = texts(themes, shared)
    assert [line.split(" · ")[0] for line in lines] == ["Brindle 3", "Tessaro"]
    assert all(quote not in points for line in lines for quote in re.findall(r'"([^"]+)"', line))
    joke = [tweet("my cat Zorblax sat", f"user{n}", role="topic", topic_no=1) for n in range(1)]
    assert texts(themes, brief(facts(joke, [topic(1, ["Zorblax"], accounts=1)]))) == []


def test_a_topic_of_which_all_was_quoted_is_only_pointed_to(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker, topic: TopicMaker
) -> None:
    only = tweet("Introducing Brindle 3, an open model with a 2M context window.", "ana", role="topic", topic_no=1)
    shared = brief(facts([only], [topic(1, ["Brindle 3"], tweets=1, accounts=1)]))
    assert texts(key_points, shared)
    (statement,) = written(themes, shared)
    assert [part.kind for part in statement.parts].count("quote") == 0
    assert len(statement.citations) == 1


def test_single_news_fills_a_theme_and_stands_under_it(brief: Briefs, facts: FactsMaker, tweet: TweetMaker) -> None:
    day = facts([tweet("Introducing Korrigan-7B, an open language model with open weights.", "ana")])
    (statement,) = written(themes, brief(day))
    assert statement.group == "models"
    assert statement.text.startswith("Korrigan-7B · 单一来源。ana：")


def test_a_day_of_small_talk_has_no_themes(brief: Briefs, facts: FactsMaker, tweet: TweetMaker) -> None:
    assert texts(themes, brief(facts([tweet("my cat sat on the stairs again", "ana")]))) == []
