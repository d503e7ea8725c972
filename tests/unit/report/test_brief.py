"""What the sections share: the things worth telling, and what was printed already."""

import pytest

from dawn_chorus.report.brief import WHOLE_DAY
from dawn_chorus.report.facts import Facts

from .conftest import Briefs, FactsMaker, TopicMaker, TweetMaker, changed


def test_topics_come_by_accounts_and_only_those_worth_telling(
    news_day: Facts, brief: Briefs, tweet: TweetMaker, topic: TopicMaker
) -> None:
    cats = [tweet(f"my cat Zorblax sat, part {n}", f"u{n}", role="topic", topic_no=3) for n in range(9)]
    day = changed(
        news_day,
        tweets=(*news_day.tweets, *cats),
        topics=(*news_day.topics, topic(3, ["Zorblax"], tweets=9, accounts=9)),
    )
    assert [item.name for item in brief(day).topics] == ["Brindle 3", "Tessaro"]


def test_a_topic_of_many_voices_is_told_whatever_its_tweets_are_worth(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker, topic: TopicMaker
) -> None:
    def told(accounts: int) -> int:
        answers = [
            tweet(f"@maker so, Brindle 3, {n}?", f"u{n}", kind="reply", role="topic", topic_no=1)
            for n in range(accounts)
        ]
        return len(brief(facts(answers, [topic(1, ["Brindle 3"], tweets=accounts, accounts=accounts)])).topics)

    assert told(2) == 0
    assert told(6) == 1


def test_what_only_weighs_is_no_key_point_but_may_be_a_view(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker
) -> None:
    saying = tweet("the models of Google and Apple are rulers that bend to every hand", "ana")
    launch = tweet("we are releasing the weights of our models for Google and Apple today", "bo")
    shared = brief(facts([saying, launch]))
    assert [item.lead for item in shared.points] == [launch]
    assert saying in [item.lead for item in shared.items]


def test_what_a_bought_crowd_pushes_is_counted_but_not_told(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker
) -> None:
    pushed = tweet("Introducing an AI model that made 517% this week", "osfy_ai")
    crowd = [tweet("@osfy_ai thank you", f"fan{n}", followers=3) for n in range(5)]
    shared = brief(facts([pushed, *crowd]))
    assert len(shared.facts.tweets) == 6
    assert shared.told.tweets == ()
    assert shared.items == []


def test_a_printed_quote_is_not_offered_again_nor_one_like_it(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker
) -> None:
    first = tweet("Two banks have shut out Tessaro from their apps.", "ana")
    second = tweet("Some banks have shut out Tessaro from their apps.", "bo")
    shared = brief(facts([first, second]))
    piece = shared.excerpt(first, ["Tessaro"])
    assert piece is not None
    shared.used.add(piece.text)
    assert shared.excerpt(second, ["Tessaro"]) is None
    assert shared.has_quoted(first)
    assert not shared.has_quoted(second)


def test_the_same_words_about_another_thing_are_offered(brief: Briefs, facts: FactsMaker, tweet: TweetMaker) -> None:
    first, second = (tweet(f"Introducing {name}, an open model for agents.") for name in ("Brindle 3", "Tessaro"))
    shared = brief(facts([first, second]))
    shared.used.add(first.text)
    assert shared.excerpt(second, ["Tessaro"]) is not None


def test_a_fresh_quote_must_be_worth_its_place(brief: Briefs, facts: FactsMaker, tweet: TweetMaker) -> None:
    applause, fact = tweet("wow, insane"), tweet("Brindle 3 is now available to all developers.")
    found = brief(facts([applause, fact])).fresh([applause, fact], ["Brindle 3"])
    assert found is not None
    assert found[0] is fact
    assert brief(facts([applause])).fresh([applause], []) is None


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Our AI agents were down on Monday, and the whole team of nine went sailing.", True),
        ("Our AI agents were down on Monday, and the whole team of nine went sailing haha", False),
        ("Were your AI agents down on Monday, and did the whole team go sailing?", False),
        ("Sign up for our AI agents on Monday, 20% off for the whole team of nine.", False),
        ("On Monday the whole team of nine went sailing around the island.", False),
    ],
    ids=["a remark", "a jest", "a question", "an offer", "off the field"],
)
def test_a_whole_day_without_ten_news_is_filled_with_what_is_said_of_the_field(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker, text: str, is_told: bool
) -> None:
    talk = [tweet(f"tea number {n}", f"u{n}", role="chatter") for n in range(WHOLE_DAY - 1)]
    said = tweet(text, "ana")
    assert [item.lead for item in brief(facts([*talk, said])).points] == [said] * is_told
    assert brief(facts([*talk[1:], said])).points == [], "a day with hardly a tweet is not filled"


def test_what_its_author_laughs_about_is_no_news(brief: Briefs, facts: FactsMaker, tweet: TweetMaker) -> None:
    launch = "we are releasing the weights of our models for Google and Apple today"
    day = facts([tweet(launch, "bo"), tweet(f"{launch} 哈哈哈", "cy")])
    assert [item.lead.author.handle for item in brief(day).news] == ["bo"]
