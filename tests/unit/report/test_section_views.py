"""Views are people's own words about the field."""

import pytest

from dawn_chorus.report.sections import views

from .conftest import Briefs, FactsMaker, TweetMaker, texts


def test_views_quote_people_and_leave_companies_and_chatter_out(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker
) -> None:
    view = "I think most AI agents fail because nobody tests the tools that their models call."
    day = facts(
        [
            tweet(view, "nadiaverrin"),
            tweet("We believe our AI agents should be the best because our models are.", "brindlelabs"),
            tweet("I think so", "shorty"),
            tweet(view.replace("agents", "systems"), "chatty", role="chatter"),
            tweet("Tessaro is now available to all teams with models of their own.", "tessaro"),
        ]
    )
    assert texts(views, brief(day)) == [f'Nadia Verrin（独立研究者）："{view}"']


def test_one_view_a_person(brief: Briefs, facts: FactsMaker, tweet: TweetMaker) -> None:
    opinions = [
        "I think most AI agents fail because nobody tests the tools that their models call.",
        "I believe open models should be the default in every university because students must see inside.",
    ]
    assert len(texts(views, brief(facts([tweet(text, "nadiaverrin") for text in opinions])))) == 1


@pytest.mark.parametrize(
    ("text", "is_view"),
    [
        ("Most people underestimate how much better agents are when nobody looks at them.", True),
        ("大多数人低估了智能体，其实最重要的是测试，而不是模型的大小和跑分。", True),
        ("We measured the agents on two machines and wrote down the numbers for later.", False),
        ("Most people get 20% off our agents because they never wait until Sunday.", False),
    ],
)
def test_words_of_weighing_make_a_view_without_i_think(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker, text: str, is_view: bool
) -> None:
    day = facts([tweet(text, "nadiaverrin", "Professor of tests", followers=90_000)])
    assert bool(texts(views, brief(day))) is is_view


def test_what_several_pass_on_is_a_view_though_no_word_list_knows_it(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker
) -> None:
    saying = tweet("A ruler that bends to every hand is a toy, and we keep buying them by the box.", "nadiaverrin")
    copies = [
        tweet(f"RT @nadiaverrin: {saying.text}", f"fan{n}", kind="retweet", duplicate_of=saying.tweet_id)
        for n in range(6)
    ]
    assert len(texts(views, brief(facts([saying, *copies])))) == 1
    assert texts(views, brief(facts([saying]))) == []


def test_a_view_that_leans_on_the_sentence_before_is_not_quoted(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker
) -> None:
    text = "However, I think most AI agents should be tested by people who never built one."
    assert texts(views, brief(facts([tweet(text, "nadiaverrin")]))) == []


def test_a_day_without_opinions_has_no_views(brief: Briefs, facts: FactsMaker, tweet: TweetMaker) -> None:
    day = facts([tweet("Tessaro is now available to all teams on Android and the web.", "ana")])
    assert texts(views, brief(day)) == []
