"""A key point says what, of which kind, how new, who says so, and in which words."""

from dawn_chorus.report.facts import Account, Facts, TweetFact
from dawn_chorus.report.sections import key_points

from .conftest import Briefs, FactsMaker, TopicMaker, TweetMaker, dataclass_with, texts, written


def test_key_points_say_name_kind_status_corroboration_and_words(news_day: Facts, brief: Briefs) -> None:
    first = texts(key_points, brief(news_day))[0]
    assert first.startswith("Brindle 3 · ")
    assert " · 新 · 3 个账号分别发文，含官方。" in first
    assert 'Brindle Labs（Brindle 模型的开发者）："Introducing Brindle 3' in first
    assert first.count("：") >= 2, "a second account is quoted"


def test_key_points_of_one_voice_say_so(news_day: Facts, brief: Briefs) -> None:
    points = texts(key_points, brief(news_day))
    assert any(point.startswith("Tessaro") and "仅官方账号" in point for point in points)
    assert any("回落（昨日 6 条，今日 2 条）" in point for point in points)
    assert any("单一来源" in point for point in points)


def test_a_key_point_without_a_name_bears_its_author(brief: Briefs, facts: FactsMaker, tweet: TweetMaker) -> None:
    day = facts([tweet("we are releasing open weights for all of our robot models today", "quietlab")])
    (text,) = texts(key_points, brief(day))
    assert text == 'quietlab · 单一来源："we are releasing open weights for all of our robot models today"。'


def test_a_quote_from_a_tweet_without_the_name_is_followed_by_one_with_it(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker, topic: TopicMaker
) -> None:
    tweets = [
        tweet(
            "Released today: our most capable open model, 40% faster than before.", "maker", role="topic", topic_no=1
        ),
        tweet("pretty nice, Brindle 3", "fan", role="topic", topic_no=1),
    ]
    (statement,) = written(key_points, brief(facts(tweets, [topic(1, ["Brindle 3"])])))
    assert [citation.author for citation in statement.citations] == ["maker", "fan"]


def test_a_hostile_author_is_a_citation_like_any_other(brief: Briefs, facts: FactsMaker, tweet: TweetMaker) -> None:
    hostile = tweet(
        "Introducing an open model for agents with a 2M context window",
        "x",
        author=Account("9", "bad handle](x)", "{{ evil }}", "CEO {% include x %}"),
    )
    (statement,) = written(key_points, brief(facts([hostile])))
    assert statement.citations[0].url == f"https://x.com/i/web/status/{hostile.tweet_id}"


def test_who_only_passed_it_on_is_counted_apart(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker, topic: TopicMaker
) -> None:
    original = tweet("Brindle 3 is an open model with a 2M context window.", "maker", role="topic", topic_no=1)
    copies = [
        tweet(f"RT @maker: {original.text}", f"fan{n}", kind="retweet", duplicate_of=original.tweet_id)
        for n in range(3)
    ]
    members = [original, *(in_topic(each) for each in copies)]
    (text,) = texts(key_points, brief(facts(members, [topic(1, ["Brindle 3"], tweets=4, accounts=4)])))
    assert "单一来源，另有 3 个账号转发" in text


def test_a_retweet_of_an_older_tweet_is_quoted_as_its_authors(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker, topic: TopicMaker
) -> None:
    first = tweet("RT @maker: Brindle 3 is an open model, out now.", "fan1", kind="retweet")
    second = tweet(first.text, "fan2", kind="retweet", duplicate_of=first.tweet_id)
    members = [in_topic(first), in_topic(second)]
    (statement,) = written(key_points, brief(facts(members, [topic(1, ["Brindle 3"])])))
    assert 'maker（fan1 转推）："Brindle 3 is an open model, out now."' in statement.text
    assert statement.citations[0].author == "fan1"


def test_a_second_quote_that_says_the_same_is_left_out(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker, topic: TopicMaker
) -> None:
    members = [
        tweet("Brindle 3 is out: an open model with 120B parameters.", "ana", role="topic", topic_no=1),
        tweet("Brindle 3 is out: an open model with 120B parameters!", "bo", role="topic", topic_no=1),
    ]
    (statement,) = written(key_points, brief(facts(members, [topic(1, ["Brindle 3"])])))
    assert [part.kind for part in statement.parts].count("quote") == 1


def test_there_are_no_more_key_points_than_the_channel_wants(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker
) -> None:
    launches = [tweet(f"Introducing Korrigan-{n}B, an open model for plan {n * 7}.", f"lab{n}") for n in range(10, 30)]
    assert len(texts(key_points, brief(facts(launches)))) == 10


def test_a_day_of_small_talk_has_no_key_points(brief: Briefs, facts: FactsMaker, tweet: TweetMaker) -> None:
    assert texts(key_points, brief(facts([tweet("my cat Zorblax sat on the stairs", "ana")]))) == []


def in_topic(tweet: TweetFact) -> TweetFact:
    return dataclass_with(tweet, role="topic", topic_no=1)


def test_what_else_an_account_tells_stands_in_the_same_point(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker
) -> None:
    day = facts(
        [
            tweet(
                "Introducing Tessaro, our new model for long documents with a 2M token context window.", "brindlelabs"
            ),
            tweet("We are releasing Velvetine 2, a small open model for speech with 4B parameters.", "brindlelabs"),
        ]
    )
    (statement,) = written(key_points, brief(day))
    assert "Brindle Labs 另说：" in statement.text
    assert len({citation.tweet_id for citation in statement.citations}) == 2
