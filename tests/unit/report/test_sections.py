"""Each section says what the rows say, cites it, and says nothing else."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest

from dawn_chorus.report import template_writer
from dawn_chorus.report.brief import Brief
from dawn_chorus.report.facts import Account, Facts, QuietTopic, RankedAccount, TopicFact, TweetFact
from dawn_chorus.report.model import Statement
from dawn_chorus.report.sections import accounts, events, key_points, markets, overall, overview, themes, views
from dawn_chorus.window import Window

Briefs = Callable[[Facts], Brief]
TweetMaker = Callable[..., TweetFact]
TopicMaker = Callable[..., TopicFact]
FactsMaker = Callable[..., Facts]


def written(section: Any, brief: Brief) -> list[Statement]:
    return [statement for statement in section.write(brief) if statement is not None]


def texts(section: Any, brief: Brief) -> list[str]:
    return [statement.text for statement in written(section, brief)]


def test_every_statement_of_every_section_cites_with_a_verbatim_quote(news_day: Facts, brief: Briefs) -> None:
    statements = list(template_writer.write(brief(news_day)))
    assert {statement.section for statement in statements} >= {"overview", "key_points", "events", "themes", "accounts"}
    for statement in statements:
        for citation in statement.citations:
            assert citation.quote in news_day.by_id[int(citation.tweet_id)].clean_text


def test_no_quotation_is_printed_twice(news_day: Facts, brief: Briefs) -> None:
    told = [each for each in template_writer.write(brief(news_day)) if each.section != "markets"]
    quotes = [part.text for each in told for part in each.parts if part.kind == "quote"]
    assert len(quotes) == len(set(quotes))


def test_overview_counts(news_day: Facts, brief: Briefs) -> None:
    counts, *others = texts(overview, brief(news_day))
    assert "当日共 10 条推文，来自 8 个账号；其中广告 1 条、闲聊 1 条" in counts
    assert "其余 8 条里，有 2 个话题得到两条以上推文" in counts
    assert counts.index("Brindle 3（3 个账号）") < counts.index("Tessaro（1 个账号）")
    assert any(each.startswith("新出现的话题：Brindle 3（3 条，3 个账号）") for each in others)
    assert any("在回落的话题：Tessaro（第 3 天，昨日 6 条，今日 2 条）" in each for each in others)
    assert any("按主题看" in each and "模型与发布（3 条）" in each for each in others)


def test_overview_of_a_first_day_speaks_of_nothing_new(news_day: Facts, brief: Briefs) -> None:
    first = Facts(**{**fields_of(news_day), "has_history": False})
    assert not any("新出现" in text or "回落" in text for text in texts(overview, brief(first)))
    assert not any("新" in text.split("。")[0] for text in texts(key_points, brief(first)))


def test_overview_tells_what_fell_silent_and_cites_tweets_of_the_day_before(
    news_day: Facts, brief: Briefs, tweet: TweetMaker
) -> None:
    old = tweet("Korrigan-7B is out for phones.", "korrigan", tweet_id=77, day=dt.date(2030, 5, 3))
    quiet = QuietTopic("Korrigan-7B is out", ("Korrigan-7B",), 6, 4, (old,))
    unnameable = QuietTopic("…", (), 9, 9, (old,))
    day = Facts(**{**fields_of(news_day), "quiet_topics": (unnameable, quiet)})
    (statement,) = [each for each in written(overview, brief(day)) if "没有再出现" in each.text]
    assert statement.text == "昨日有、今日没有再出现的话题：Korrigan-7B（昨日 6 条）。"
    assert [citation.tweet_id for citation in statement.citations] == ["77"]


def test_overview_without_topics(brief: Briefs, facts: FactsMaker, tweet: TweetMaker) -> None:
    (text,) = texts(overview, brief(facts([tweet("Tessaro is now live for everyone who waited", "tessaro")])))
    assert text.endswith("没有哪件事得到两条以上推文；例如Tessaro。")


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


def test_a_role_is_told_once(news_day: Facts, brief: Briefs) -> None:
    everything = " ".join(statement.text for statement in template_writer.write(brief(news_day)))
    assert everything.count("（独立研究者）") == 1


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


def test_events_group_by_kind_and_put_the_unclear_under_other(news_day: Facts, brief: Briefs) -> None:
    shared = brief(news_day)
    list(key_points.write(shared))
    groups = {statement.group: statement.text for statement in written(events, shared)}
    assert groups["model_release"] == "Brindle 3", "told above, so by name only"
    assert groups["feature_update"] == "Tessaro"
    assert groups["research"].startswith("Velvetine 2")
    assert set(groups) <= {"model_release", "feature_update", "research", "market", "other"}


def test_markets_group_symbols_of_the_same_tweets_and_quote_the_sentence(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker
) -> None:
    day = facts(
        [
            tweet(
                "Good morning. $OSFY and $KRGN slid 7% after Ossify cut guidance.", "wren", cashtags=("OSFY", "KRGN")
            ),
            tweet("Adding $TSRO here, the chart looks fine.", "owl", cashtags=("TSRO",)),
            tweet("More $TSRO today for me.", "hawk", cashtags=("TSRO",)),
            tweet("Buy $SCAM now", "spam", cashtags=("SCAM",), role="ad"),
        ]
    )
    first, second = texts(markets, brief(day))
    assert first.startswith("$TSRO · 2 条，2 个账号。")
    assert second == '$KRGN、$OSFY · 1 条，1 个账号。wren："$OSFY and $KRGN slid 7% after Ossify cut guidance."'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("NVIDIA shares rose after hours", ["NVIDIA"]),
        ("NVIDIA has a booth at the fair", []),
        ("英伟达股价今天大涨", ["英伟达"]),
        ("苹果很好吃", []),
        ("Bitcoin again", ["Bitcoin"]),
    ],
)
def test_names_count_where_their_sentence_speaks_of_the_market(
    brief: Briefs, facts: FactsMaker, tweet: TweetMaker, text: str, found: list[str]
) -> None:
    assert [line.split(" · ")[0] for line in texts(markets, brief(facts([tweet(text)])))] == found


def test_ambiguous_symbols_say_so(brief: Briefs, facts: FactsMaker, tweet: TweetMaker) -> None:
    (text,) = texts(markets, brief(facts([tweet("$AI is everywhere on my timeline", cashtags=("AI",))])))
    assert "也可能不是指代码" in text


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


def test_overall_adds_up(news_day: Facts, brief: Briefs) -> None:
    sources, widest, stories, singular = texts(overall, brief(news_day))
    numbers = [int(number) for number in re.findall(r"\d+", sources)]
    assert numbers[0] == sum(numbers[1:4])
    assert widest == "谈到的账号最多的是 Brindle 3（3 个账号，3 条推文）。"
    assert stories == "2 个话题中，1 个是新的，1 个从前几日延续而来。"
    assert singular == "2 个话题中，1 个只有一个账号在说。"


def test_overall_of_a_thin_day_says_nothing(brief: Briefs, facts: FactsMaker, tweet: TweetMaker) -> None:
    assert texts(overall, brief(facts([tweet("Tessaro is now live for all")]))) == []


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


def test_a_longer_window_uses_its_own_words_of_time(news_day: Facts, brief: Briefs) -> None:
    week = Facts(**{**fields_of(news_day), "window": Window(dt.date(2030, 4, 28), dt.date(2030, 5, 4))})
    everything = " ".join(statement.text for statement in template_writer.write(brief(week)))
    assert "期间共 10 条推文" in everything
    assert "今日" not in everything
    assert "昨日" not in everything


def test_a_hostile_author_is_a_citation_like_any_other(brief: Briefs, facts: FactsMaker, tweet: TweetMaker) -> None:
    hostile = tweet(
        "Introducing {{ site.github }} {% raw %} an open model for agents ](javascript:alert(1))",
        "x",
        author=Account("9", "bad handle](x)", "{{ evil }}", "CEO {% include x %}"),
    )
    (statement,) = written(key_points, brief(facts([hostile])))
    assert statement.citations[0].url == f"https://x.com/i/web/status/{hostile.tweet_id}"


def fields_of(facts: Facts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in Facts.__dataclass_fields__ if name != "by_id"}
