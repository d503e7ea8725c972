"""An explanation of a topic says what ties its tweets, what speaks for it, its story, and what was left out near it."""

import pytest
import sqlalchemy as sa

from dawn_chorus import views
from dawn_chorus.database import runs
from dawn_chorus.database.connect import transaction
from dawn_chorus.errors import ChorusError
from dawn_chorus.topics.explaining import TopicExplanation, explain_topic

from .conftest import World, channel, day

KITE = (
    "Zorbital has released Nimbus Kite, an open model for images",
    "We put Nimbus Kite to the test: it draws hands with six fingers",
    "刚试了 Nimbus Kite，画图很快，手指还是六根",
)
COPY = "Zorbital has released Nimbus Kite, an open model for images https://t.co/x"
AD = "DM me to buy cheap Nimbus Kite credits, use promo code KITE, limited offer, sign up with my link now"
BAKERY = "A bakery opens in the harbour of the old town next spring"


@pytest.fixture
def run(world: World) -> runs.Run:
    """A day with one topic of three texts, a copy and an answer, an advertisement near it and a text far from it."""
    first, *_ = world.write(0, *KITE, COPY, AD, BAKERY)
    world.write(0, "That is not what I had expected of them", kind="reply", of=first)
    return world.analyse(0)


def explain(world: World, run: runs.Run, number: int = 1) -> TopicExplanation:
    return explain_topic([world.channel], f"{run.run_id}:{number}")


def url(tweet_id: int) -> str:
    return f"https://x.com/i/web/status/{tweet_id}"


def test_each_tie_names_what_both_tweets_hold(world: World, run: runs.Run) -> None:
    told = explain(world, run)
    assert len(told.ties) == 2, "three texts hang by two"
    assert all("Nimbus Kite" in tie.shared for tie in told.ties)
    assert {line.split()[0] for tie in told.ties for line in (tie.one, tie.other)} == {url(1000 + n) for n in range(3)}


def test_it_says_what_is_there_for_another_reason_than_its_words(world: World, run: runs.Run) -> None:
    assert explain(world, run).made_of == "Tweets: 5 of 5 accounts; copies of others: 1; answers to others: 1."


def test_terms_and_exemplars_are_those_of_the_row(world: World, run: runs.Run) -> None:
    (topic,) = world.rows("topics", run)
    told = explain(world, run)
    assert [term for term, _ in told.terms] == topic["terms"][:10]
    assert [line.split()[0] for line in told.exemplars] == [url(each) for each in topic["exemplars"]]


def test_what_was_left_out_near_it_is_told_with_the_reason(world: World, run: runs.Run) -> None:
    (aside,) = explain(world, run).aside
    assert aside.tweet.startswith(url(1004))
    assert (aside.role, aside.ad_score >= 0.5) == ("ad", True)


def test_its_story_is_told_day_by_day(world: World, run: runs.Run) -> None:
    world.write(1, "Nimbus Kite now runs on phones, says Zorbital", "A week with Nimbus Kite: hands are still hard")
    later = world.analyse(1)
    told = explain(world, later)
    assert [(chapter.day, chapter.topic_id, chapter.tweets) for chapter in told.chapters] == [
        (day(0), f"{run.run_id}:1", 5),
        (day(1), f"{later.run_id}:1", 2),
    ]
    assert "day 2 since 2026-03-02; tweets the day before: 5" in told.story


def test_a_tweet_that_is_gone_is_told_of_no_more(world: World, run: runs.Run) -> None:
    with transaction("loader") as connection:
        connection.execute(sa.text("DELETE FROM facts.tweets WHERE tweet_id = 1001"))
    told = explain(world, run)
    assert url(1001) not in repr(told)
    assert "copies of others: 1;" in told.made_of, "what is gone is no copy"


def test_it_is_told_when_tweets_or_rules_have_changed(world: World, run: runs.Run) -> None:
    assert explain(world, run).is_current
    with transaction("loader") as connection:
        connection.execute(sa.text(_LEDGER), {"channel": world.channel.name, "day": day(0)})
    assert not explain(world, run).is_current


@pytest.mark.parametrize("topic_id", ["404:1", "1:404", "kite", "1", f"{9**40}:1", "1:1 OR true", ""])
def test_an_unknown_topic_is_one_line_with_what_to_do(world: World, run: runs.Run, topic_id: str) -> None:
    with pytest.raises(ChorusError, match="There is no topic") as caught:
        explain_topic([world.channel], topic_id)
    assert "chorus topics CHANNEL --from DAY" in caught.value.remedy


def test_a_topic_of_a_channel_that_is_gone_is_unknown(run: runs.Run) -> None:
    with pytest.raises(ChorusError, match="There is no topic"):
        explain_topic([channel("twitter_other")], f"{run.run_id}:1")


def test_hostile_text_is_shown_and_not_obeyed(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "\x1b]0;owned\x07[red]\u202e"
    world.write(0, *(f"{hostile}{text}" for text in KITE))
    views.show_topic(explain(world, world.analyse(0)))
    shown = capsys.readouterr().out
    assert "[red]" in shown
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)


_LEDGER = """
INSERT INTO facts.day_ledger (
    channel, day, records, loaded, duplicate, rejected, tombstoned, files, accounts, hours_covered, content_hash
) VALUES (:channel, :day, 1, 1, 0, 0, 0, 1, 1, 24, 'other')
"""
