"""The files of a run: the post as the blog wants it, the picture, the data."""

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
import yaml
from markdown_it import MarkdownIt

from dawn_chorus.channel import Blog, Channel
from dawn_chorus.report.facts import Account, Facts, RankedAccount, TweetFact
from dawn_chorus.report.model import Report
from dawn_chorus.report.paths import Paths
from dawn_chorus.report.render import render, render_post
from dawn_chorus.report.stage import compose
from dawn_chorus.window import Window

HEADINGS = [
    "# AI人工智能领域Twitter讨论总结报告",
    "## 简要部分",
    "### 主要话题与行业趋势概述",
    "## 详细分析部分",
    "### 重要观点与见解",
    "### 关键事件与发展",
    "### 个股与数字货币分析与市场反应",
    "### 专项分析",
    "### 总体",
    "### 值得关注的账号",
    "## 词云分析",
]


@pytest.fixture
def report(news_day: Facts, channel: Channel) -> Report:
    """The report of the invented day."""
    return compose(news_day, channel)


def front_matter(post: str) -> dict[str, object]:
    document = yaml.safe_load(post.split("---\n")[1])
    assert isinstance(document, dict)
    return document


def html(post: str) -> str:
    body = post.split("---\n", 2)[2]
    return MarkdownIt("commonmark").enable("table").render(body)


def test_the_files_and_their_paths(report: Report) -> None:
    files = render(report)
    assert set(files) == {
        "_posts/2030-05-04-twitter-ai-20300504-20300504.md",
        "assets/images/2030/05/wordcloud_twitter_ai_20300504_20300504.jpg",
        "assets/data/twitter_ai_20300504_20300504.json",
    }
    assert render(report) == files


def test_front_matter(report: Report) -> None:
    fields = front_matter(render_post(report))
    assert fields == {
        "layout": "post",
        "title": "twitter_ai_20300504_20300504",
        "channel": "twitter_ai",
        "date": "2030-05-04 23:59:59 +0800",
        "posttime": "2030-05-05 00:41:10 +0800",
        "lang": "zh",
        "tags": list(report.tags),
        "description": report.description,
        "image": "/assets/images/2030/05/wordcloud_twitter_ai_20300504_20300504.jpg",
    }
    assert "Brindle 3" in report.tags
    assert report.description.startswith("Brindle 3")


def test_the_headings_of_the_seed_in_order(report: Report) -> None:
    lines = render_post(report).splitlines()
    places = [lines.index(heading) for heading in HEADINGS]
    assert places == sorted(places)
    assert f"### 核心信息（{len(report.section('key_points'))}个关键点）" in lines
    assert "Twitter Ai 报告 (2030-05-04 至 2030-05-04" in render_post(report)


def test_references_are_links_to_the_tweets_numbered_from_the_top(report: Report) -> None:
    page = html(render_post(report))
    links = re.findall(r'<a href="(https://x\.com/\w+/status/\d+)">\[(\d+)\]</a>', page)
    assert links
    first_seen = list(dict.fromkeys(int(number) for _, number in links))
    assert first_seen == list(range(1, len(first_seen) + 1))
    assert len({url for url, _ in links}) == len(first_seen), "one number, one tweet"


def test_every_statement_ends_up_on_the_page(report: Report) -> None:
    page = re.sub(r"<[^>]+>", "", html(render_post(report))).replace("&quot;", '"').replace("&amp;", "&")
    page = re.sub(r"\[\d+\]", "", page)
    for statement in report.statements:
        assert statement.text.strip().rstrip("。") in page


def test_a_day_without_news_ends_after_its_brief_part(
    channel: Channel, facts: Callable[..., Facts], tweet: Callable[..., TweetFact]
) -> None:
    post = render_post(compose(facts([tweet("hm", role="chatter")]), channel))
    assert "当日共 1 条推文，来自 1 个账号，其中广告 0 条、闲聊 1 条；没有可以报道的内容。" in post
    assert "当日没有够得上一条核心信息的推文。" in post
    assert "## 详细分析部分" not in post
    assert "image:" not in post


def test_sections_with_nothing_to_say_are_named_in_one_line(report: Report) -> None:
    left = [each for each in report.statements if each.section not in ("views", "themes")]
    post = render_post(report.model_copy(update={"statements": tuple(left), "words": ()}))
    assert "当日以下部分没有内容：重要观点与见解、专项分析、词云分析。" in post
    assert "### 重要观点与见解" not in post
    assert "没有内容" not in render_post(report)


def test_that_no_ticker_was_named_is_said_in_its_place(report: Report) -> None:
    left = [each for each in report.statements if each.section != "markets"]
    post = render_post(report.model_copy(update={"statements": tuple(left)}))
    assert "市场反应\n\n当日推文中没有出现股票或代币代码。" in post


def test_ranks_of_a_first_day_are_compared_with_nothing(report: Report) -> None:
    rows = [
        each if each.row is None else each.model_copy(update={"row": each.row.model_copy(update={"is_first": True})})
        for each in report.statements
    ]
    assert "较昨日" in render_post(report)
    assert "较昨日" not in render_post(report.model_copy(update={"statements": tuple(rows)}))


def test_what_cannot_be_read_is_owned_up_to(report: Report) -> None:
    def with_unread(unread: int) -> str:
        coverage = report.coverage.model_copy(update={"tweets": 100, "unread": unread})
        return render_post(report.model_copy(update={"coverage": coverage}))

    assert "认不全" not in with_unread(4)
    assert "有 5 条用程序认不全的文字写成" in with_unread(5)
    assert "其中 51 条用中文与拉丁字母以外的文字写成" in with_unread(51)
    assert "拉丁字母以外" not in with_unread(50)


def test_words_from_right_to_left_are_an_island(
    channel: Channel, facts: Callable[..., Facts], tweet: Callable[..., TweetFact]
) -> None:
    said = "Introducing Nakhla 2, an open AI model: نموذج عربي مفتوح"
    post = render_post(compose(facts([tweet(said, "sahar")]), channel))
    assert "\u2068Introducing Nakhla 2, an open AI model: نموذج عربي مفتوح\u2069" in post
    assert post.count("\u2068") == post.count("\u2069")


def test_the_footer_says_what_the_post_is_based_on(report: Report) -> None:
    footer = html(render_post(report)).split("<hr />")[-1]
    assert "10 条推文，8 个账号；24/24 小时有推文；来源 1 个" in footer
    assert "收到 10 条记录，重复 0 条，拒收 0 条，已删除 0 条" in footer
    assert "名次依据与其互动的不同账号数" in footer
    assert 'href="/assets/data/twitter_ai_20300504_20300504.json"' in footer


def test_the_footer_owns_up_to_gaps(news_day: Facts, channel: Channel) -> None:
    fields = {name: getattr(news_day, name) for name in Facts.__dataclass_fields__ if name != "by_id"}
    gap = Facts(**{**fields, "ledger": replace(news_day.ledger, days_loaded=0, rejected=3), "has_history": False})
    report = compose(gap, channel).model_copy(update={"dropped": {"unknown_name": 2}})
    footer = render_post(report).split("\n---\n")[-1]
    for words in ("1 天没有数据", "拒收 3 条", "不分新旧", "另有 2 句未能通过核对"):
        assert words in footer


def test_the_table_of_accounts(report: Report) -> None:
    page = html(render_post(report))
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    assert len(rows) == 3
    cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td>(.*?)</td>", rows[1], re.DOTALL)]
    assert cells[0] == "1"
    assert cells[1] == "Nadia Verrin（nadiaverrin）"
    assert cells[3] == "↑3"
    assert rows[2].rstrip().endswith("<td>新上榜</td>")


def test_images_and_data_are_absolute_under_the_base_url(news_day: Facts, channel: Channel) -> None:
    moved = channel.model_copy(update={"blog": Blog(base_url="/news")})
    post = render_post(compose(news_day, moved))
    assert 'image: "/news/assets/images/2030/05/' in post
    assert "](/news/assets/images/2030/05/wordcloud_twitter_ai_20300504_20300504.jpg)" in post
    assert "](/news/assets/data/twitter_ai_20300504_20300504.json)" in post


def test_the_picture_is_described_in_chinese(report: Report) -> None:
    alt = re.search(r'<img src="[^"]+" alt="([^"]+)"', html(render_post(report)))
    assert alt is not None
    assert alt[1].startswith("2030-05-04 词云：最大的词是Brindle 3")


def test_the_data_hold_the_statements_with_their_citations(report: Report) -> None:
    data = json.loads(render(report)[Paths.of(report.slug).data])
    assert data["version"] == 1
    assert len(data["statements"]) == len(report.statements)
    for statement in data["statements"]:
        assert statement["section"]
        assert statement["text"]
        for citation in statement["citations"]:
            assert set(citation) == {"tweet_id", "url", "author", "quote"}
            assert isinstance(citation["tweet_id"], str)
    assert data["coverage"]["tweets"] == 10
    assert data["topics"][0]["name"] == "Brindle 3"


def test_the_data_can_be_read_back_and_rendered_to_the_same_post(report: Report) -> None:
    document = report.model_dump(mode="json")
    for statement in document["statements"]:
        del statement["text"]  # computed
    again = Report.model_validate(document)
    assert again == report
    assert render_post(again) == render_post(report)


def test_hostile_texts_change_nothing_of_the_page(
    channel: Channel, facts: Callable[..., Facts], tweet: Callable[..., TweetFact]
) -> None:
    payload = 'Introducing "a" {{ site.x }} {% raw %} <img src=x> [x](http://evil) | `a` **b** our open AI model 9'
    hostile = tweet(payload, author=Account("1", "mallory", "# {{ x }}", 'CEO "}} {% include y %}'))
    post = render_post(compose(facts([hostile]), channel))
    assert "{{" not in post
    assert "{%" not in post
    page = html(post)
    assert "<img src=x>" not in page
    assert "evil)" not in re.findall(r'href="([^"]+)"', page)
    assert front_matter(post)["title"] == "twitter_ai_20300504_20300504"
    assert [line for line in post.splitlines() if line.startswith("# ")] == [HEADINGS[0]]


def test_groups_of_events_come_in_the_order_of_the_kinds_and_other_comes_last(report: Report) -> None:
    section = render_post(report).split("### 关键事件与发展")[1].split("###")[0]
    titles = re.findall(r"- \*\*(\S+?)\*\*：", section)
    assert titles == ["模型发布", "功能升级", "研究论文"]


def test_ranks_are_counted_from_one_though_some_accounts_are_left_out(
    news_day: Facts, channel: Channel, tweet: Callable[..., TweetFact]
) -> None:
    shop = RankedAccount("@promoking", "promoking", 1, "engagers", 0, 9_000_000, 1, 0, 1)
    others = [replace(each, rank=each.rank + 1) for each in news_day.accounts]
    fields = {name: getattr(news_day, name) for name in Facts.__dataclass_fields__ if name != "by_id"}
    page = html(render_post(compose(Facts(**{**fields, "accounts": (shop, *others)}), channel)))
    assert re.findall(r"<tr>\s*<td>(\d+)</td>", page) == ["1", "2"]
    assert "promoking" not in page


@pytest.mark.parametrize(("previous", "shown"), [(3, "↑2"), (1, "持平"), (None, "新上榜")])
def test_a_change_of_rank(news_day: Facts, channel: Channel, previous: int | None, shown: str) -> None:
    first, *_ = news_day.accounts
    fields = {name: getattr(news_day, name) for name in Facts.__dataclass_fields__ if name != "by_id"}
    given = Facts(**{**fields, "accounts": (replace(first, previous_rank=previous),)})
    assert f"<td>{shown}</td>" in html(render_post(compose(given, channel)))


def test_a_week_names_both_its_days(news_day: Facts, channel: Channel) -> None:
    fields = {name: getattr(news_day, name) for name in Facts.__dataclass_fields__ if name != "by_id"}
    week = Facts(**{**fields, "window": Window(dt.date(2030, 4, 28), dt.date(2030, 5, 4))})
    report = compose(week, channel)
    post = render_post(report)
    assert "(2030-04-28 至 2030-05-04" in post
    assert "2030-04-28 – 2030-05-04 词云" in html(post)


@pytest.fixture
def charted(report: Report) -> Report:
    """The report with a chart of each kind."""
    days = (dt.date(2030, 5, 3), dt.date(2030, 5, 4))
    rows = [{"name": "Brindle 3", "values": (7, 3)}, {"name": "[Tessaro](x)", "values": (2, None)}]
    charts = [{"kind": kind, "days": days, "strands": rows} for kind in ("trends", "ranks")]
    return Report.model_validate({**report.model_dump(mode="json"), "charts": charts})


def test_charts_stand_where_they_help_with_their_numbers_in_words(charted: Report) -> None:
    post = render_post(charted)
    shown = re.findall(r'<img src="([^"]+)" alt="([^"]+)" />', html(post))[:2]
    folder, slug = "/assets/images/2030/05", charted.slug
    trends = "每天的推文数：Brindle 3 最多一天 7 条，末日 3 条；[Tessaro](x) 最多一天 2 条，末日 0 条"
    ranks = "每天的名次：Brindle 3 末日第 3；[Tessaro](x) 末日未上榜"
    assert shown == [
        (f"{folder}/trends_{slug}.png", f"2030-05-03 至 2030-05-04 {trends}"),
        (f"{folder}/ranks_{slug}.png", f"2030-05-03 至 2030-05-04 {ranks}"),
    ]
    before, after = (post.split(f"{kind}_{slug}.png")[0] for kind in ("trends", "ranks"))
    assert before.rstrip().count("\n### ") == 1
    assert after.split("\n### ")[-1].startswith("值得关注的账号")


def test_charts_are_files_of_the_post_and_a_report_without_them_has_none(charted: Report, report: Report) -> None:
    more = set(render(charted)) - set(render(report))
    assert more == set(Paths.of(charted.slug).charts.values())
    assert ".png" not in render_post(report)
