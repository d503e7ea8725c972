"""Notable accounts are named with their reasons."""

from typing import Any

import pytest

from dawn_chorus.report.facts import Facts, RankedAccount
from dawn_chorus.report.sections import accounts

from .conftest import Briefs, FactsMaker, TweetMaker, changed, texts, written


def test_accounts_give_their_reasons(news_day: Facts, brief: Briefs) -> None:
    first, second = written(accounts, brief(news_day))
    assert first.text == "被 41 个账号转发、引用、回复或提及；当日 2 条推文；参与 1 个话题"
    assert first.row is not None
    assert (first.row.rank, first.row.account, first.row.previous_rank) == (1, "Nadia Verrin（nadiaverrin）", 4)
    assert {news_day.by_id[int(each.tweet_id)].author.handle for each in second.citations} == {"brindlelabs"}


def test_an_account_without_tweets_is_cited_by_those_that_engaged_with_it(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker
) -> None:
    praise = tweet("@nadiaverrin wrote the best thing on decoders this week", "fan")
    ranked = RankedAccount("1", "nadiaverrin", 1, "engagers", 3, None, 0, 0, None, (praise.tweet_id, 404))
    (statement,) = written(accounts, brief(facts([praise], accounts=[ranked])))
    assert [citation.author for citation in statement.citations] == ["fan"]


def test_accounts_that_nobody_engaged_with_and_that_spoke_of_nothing_are_not_notable(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker
) -> None:
    noise = tweet("buy now", "bigbrand", role="ad")
    ranked = [
        RankedAccount("@bigbrand", "bigbrand", 1, "followers", 0, 9_000_000, 1, 0, None),
        RankedAccount("@ghost", "ghost", 2, "engagers", 5, 100, 0, 0, None),
    ]
    assert written(accounts, brief(facts([noise], accounts=ranked))) == []


def test_an_account_outside_the_field_is_not_notable_however_many_follow_it(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker
) -> None:
    game = tweet("What a match, what a night for the whole town", "bigleague")
    news = tweet("Introducing an open model for agents.", "smalllab")
    ranked = [
        RankedAccount("@bigleague", "bigleague", 1, "followers", 0, 30_000_000, 1, 0, None),
        RankedAccount("@smalllab", "smalllab", 2, "followers", 0, 900, 1, 0, None),
    ]
    (statement,) = written(accounts, brief(facts([game, news], accounts=ranked)))
    assert statement.row is not None
    assert statement.row.account == "smalllab"
    assert statement.text == "粉丝 900；当日 1 条推文"


@pytest.mark.parametrize(
    ("basis", "engagers", "text"),
    [
        ("followers", 0, "粉丝 900；当日 1 条推文"),
        ("followers", 1, "粉丝 900；被 1 个账号转发、引用、回复或提及；当日 1 条推文"),
        ("engagers", 4, "被 4 个账号转发、引用、回复或提及；当日 1 条推文"),
        ("engagers", 0, "粉丝 900；当日 1 条推文"),
        ("responses", 0, "粉丝 900；每条推文平均获得 31 次回应；当日 1 条推文"),
    ],
)
def test_the_first_reason_is_what_the_ranking_rests_on(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker, basis: Any, engagers: int, text: str
) -> None:
    ranked = RankedAccount("@lab", "lab", 1, basis, engagers, 900, 1, 0, None, responses=31)
    day = facts([tweet("Introducing an open model for agents.", "lab")], accounts=[ranked])
    assert texts(accounts, brief(day)) == [text]


def test_no_more_accounts_are_named_than_the_channel_wants(brief: Briefs, facts: FactsMaker, tweet: TweetMaker) -> None:
    day = [tweet(f"Korrigan-{n}B is a model that I like on plan {n}.", f"lab{n}") for n in range(15)]
    ranked = [RankedAccount(f"@lab{n}", f"lab{n}", n + 1, "engagers", 9, None, 1, 0, None) for n in range(15)]
    assert len(texts(accounts, brief(facts(day, accounts=ranked)))) == 10


def test_a_first_ranking_knows_no_change(news_day: Facts, brief: Briefs) -> None:
    rows = [each.row for each in written(accounts, brief(changed(news_day, has_earlier_ranks=False)))]
    assert all(row is not None and row.is_first for row in rows)
