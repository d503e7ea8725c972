"""All sections together: every sentence cited, nothing said twice, the words of the window's length."""

import datetime as dt

from dawn_chorus.report import template_writer
from dawn_chorus.report.facts import Facts
from dawn_chorus.window import Window

from .conftest import Briefs, FactsMaker, changed


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


def test_a_role_is_told_once(news_day: Facts, brief: Briefs) -> None:
    everything = " ".join(statement.text for statement in template_writer.write(brief(news_day)))
    assert everything.count("（独立研究者）") == 1


def test_a_longer_window_uses_its_own_words_of_time(news_day: Facts, brief: Briefs) -> None:
    week = changed(news_day, window=Window(dt.date(2030, 4, 28), dt.date(2030, 5, 4)))
    everything = " ".join(statement.text for statement in template_writer.write(brief(week)))
    assert "期间共 10 条推文" in everything
    assert "今日" not in everything
    assert "昨日" not in everything


def test_an_empty_day_gives_no_statement(brief: Briefs, facts: FactsMaker) -> None:
    assert list(template_writer.write(brief(facts([])))) == []
