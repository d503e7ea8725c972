"""The overview counts, names what is new or gone, and cites it all."""

import datetime as dt

import pytest

from dawn_chorus.report.facts import Facts, QuietTopic
from dawn_chorus.report.sections import key_points, overview

from .conftest import Briefs, FactsMaker, TopicMaker, TweetMaker, changed, texts, written

YESTERDAY = dt.date(2030, 5, 3)


def test_overview_counts(news_day: Facts, brief: Briefs) -> None:
    counts, *others = texts(overview, brief(news_day))
    assert "当日共 10 条推文，来自 8 个账号；其中广告 1 条、闲聊 1 条" in counts
    assert "其余 8 条里，值得一说的话题有 2 个" in counts
    assert counts.endswith("谈到的账号最多的是Brindle 3（3 个账号）。"), "Tessaro has one voice"
    assert any(each.startswith("新出现的话题：Brindle 3（3 条，3 个账号）") for each in others)
    assert any("在回落的话题：Tessaro（第 3 天，昨日 6 条，今日 2 条）" in each for each in others)
    assert any("按主题看" in each and "模型与发布（3 条）" in each for each in others)


def test_overview_of_a_first_day_speaks_of_nothing_new(news_day: Facts, brief: Briefs) -> None:
    first = changed(news_day, has_history=False)
    assert not any("新出现" in text or "回落" in text for text in texts(overview, brief(first)))
    assert not any("新" in text.split("。")[0] for text in texts(key_points, brief(first)))


def test_overview_tells_what_fell_silent_and_cites_tweets_of_the_day_before(
    news_day: Facts, brief: Briefs, tweet: TweetMaker
) -> None:
    old = tweet("Korrigan-9B is out for phones.", "korrigan", tweet_id=77, day=YESTERDAY)
    quiet = QuietTopic("Korrigan-9B is out", ("Korrigan-9B",), 6, 4, (old,))
    unnameable = QuietTopic("…", (), 9, 9, (old,))
    day = changed(news_day, quiet_topics=(unnameable, quiet))
    (statement,) = [each for each in written(overview, brief(day)) if "没有再出现" in each.text]
    assert statement.text == "昨日有、今日没有再出现的话题：Korrigan-9B（昨日 6 条）。"
    assert [citation.tweet_id for citation in statement.citations] == ["77"]


def test_overview_without_topics(brief: Briefs, facts: FactsMaker, tweet: TweetMaker) -> None:
    day = [tweet("Tessaro is now live for everyone who waited", "tessaro")]
    assert texts(overview, brief(facts(day))) == ["当日共 1 条推文，来自 1 个账号。可说的只有Tessaro。"]
    day += [tweet("Tessaro was slow for me all day", "ana"), tweet("is AI worth the wait", "bo")]
    (text,) = texts(overview, brief(facts([*day, tweet("good morning", role="chatter")])))
    assert "；其中闲聊 1 条，不计入以下内容。其余 3 条没有聚成话题，其中有" in text
    assert text.count("Tessaro") == 1
    assert "bo 的一条推文" in text


def quiet(tweet: TweetMaker, name: str, text: str, *, tweets: int = 6, accounts: int = 6) -> QuietTopic:
    return QuietTopic(text, (name,), tweets, accounts, (tweet(text, "korrigan", day=YESTERDAY),))


@pytest.mark.parametrize(
    ("name", "text", "accounts"),
    [
        ("Brindle 3", "Brindle 3 is coming.", 6),  # today's tweets speak of it
        ("Utrecht", "Rain in Utrecht again.", 6),  # a place
        ("Zorblax", "My cat Zorblax sat on it.", 2),  # not of the field
    ],
)
def test_what_is_said_to_be_silent_is_a_thing_of_the_field_and_silent(
    news_day: Facts, brief: Briefs, tweet: TweetMaker, name: str, text: str, accounts: int
) -> None:
    day = changed(news_day, quiet_topics=(quiet(tweet, name, text, accounts=accounts),))
    assert not any("没有再出现" in each for each in texts(overview, brief(day)))


def test_a_bought_crowds_topic_is_not_missed(news_day: Facts, brief: Briefs, tweet: TweetMaker) -> None:
    crowd = tuple(tweet("@osfy_ai Ossify AI is great", f"fan{n}", followers=3, day=YESTERDAY) for n in range(3))
    day = changed(news_day, quiet_topics=(QuietTopic("…", ("Ossify AI",), 20, 20, crowd),))
    assert not any("没有再出现" in each for each in texts(overview, brief(day)))


def test_no_more_silent_topics_are_cited_than_named(news_day: Facts, brief: Briefs, tweet: TweetMaker) -> None:
    topics = tuple(quiet(tweet, f"Korrigan-{n}B", f"Korrigan-{n}B is out.") for n in range(10, 20))
    (statement,) = [
        each for each in written(overview, brief(changed(news_day, quiet_topics=topics))) if "没有再出现" in each.text
    ]
    assert len(statement.citations) == statement.text.count("昨日 6 条") == 5


def test_small_talk_is_no_topic_of_the_overview(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker, topic: TopicMaker
) -> None:
    members = [tweet(f"Rain in Utrecht, part {n}", f"user{n}", role="topic", topic_no=1) for n in range(4)]
    (counts,) = texts(overview, brief(facts(members, [topic(1, ["Utrecht"], tweets=4, accounts=4)])))
    assert "话题有" not in counts


def test_a_day_without_a_quotable_tweet_has_no_overview(brief: Briefs, facts: FactsMaker, tweet: TweetMaker) -> None:
    assert texts(overview, brief(facts([tweet("https://t.co/abc")]))) == []
