"""A window of more tweets than can be read: the foremost are read, and all are counted."""

import pytest

from dawn_chorus.report import read
from dawn_chorus.report.stage import compose

from .conftest import BANK, KITE, VIEW, World

NOBODY = tuple((f"user{n}", f"Note {n}: I tested yet another model at home, nothing to tell") for n in range(12))
FANS = tuple((f"fan{n}", f"RT @zorbital: {KITE[0][1]}") for n in range(6))


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more than twelve tweets are read, six of them in topics and two of each."""
    monkeypatch.setattr(read, "MOST_TWEETS", 12)
    monkeypatch.setattr(read, "TOPIC_TWEETS", 2)
    monkeypatch.setattr(read, "OWN_TWEETS", 1)


@pytest.fixture
def few_accounts(world: World) -> None:
    """The channel names one account, so that four are read."""
    analysis = world.channel.analysis.model_copy(update={"notable_accounts": 1})
    world.channel = world.channel.model_copy(update={"analysis": analysis})


@pytest.mark.usefixtures("small", "few_accounts")
def test_a_part_is_read_and_the_whole_is_counted(world: World) -> None:
    world.write(0, *KITE, *BANK, *NOBODY, *FANS)
    facts = world.read(world.analyse(0))
    assert len(facts.tweets) <= 12 + 4 * (1 + 5)
    assert facts.counted.tweets == len(KITE + BANK + NOBODY + FANS) > len(facts.tweets)
    assert facts.counted.accounts == len({author for author, _ in KITE + BANK + NOBODY + FANS})
    assert facts.counted.retweets == len(FANS)
    assert sum(facts.counted.roles.values()) == facts.counted.tweets


@pytest.mark.usefixtures("small", "few_accounts")
def test_the_most_central_of_each_topic_are_read_and_retweets_last(world: World) -> None:
    world.write(0, *KITE, *BANK, *NOBODY, *FANS)
    facts = world.read(world.analyse(0))
    read_of = {topic.names[0]: facts.by_topic[topic.topic_no] for topic in facts.topics if topic.names}
    own = [tweet for tweet in read_of["Nimbus Kite 2"] if tweet.kind != "retweet"]
    assert len(own) >= 2
    assert len(read_of["Ostrava Bank"]) == 2


@pytest.mark.usefixtures("small", "few_accounts")
def test_a_topics_accounts_are_those_of_all_its_tweets(world: World) -> None:
    world.write(0, *KITE, *BANK, *NOBODY, *FANS)
    kite = next(topic for topic in world.read(world.analyse(0)).topics if "Nimbus Kite 2" in topic.names)
    assert kite.voices is not None
    assert (kite.voices.own, kite.voices.wrote, kite.voices.all) == (3, 3, 9)


@pytest.mark.usefixtures("small", "few_accounts")
def test_a_single_of_a_known_account_is_read_before_others(world: World) -> None:
    known = next(iter(world.channel.roster_by_handle))
    said = (*KITE, *NOBODY, (known, "Our lab opens an office for model tests in Ostrava"), *VIEW)
    world.write(0, *said)
    facts = world.read(world.analyse(0))
    assert known in {tweet.author.handle for tweet in facts.tweets}
    assert len(facts.tweets) < len(said)


@pytest.mark.usefixtures("small", "few_accounts")
def test_what_ranked_accounts_are_cited_by_is_read(world: World) -> None:
    world.write(0, *KITE, *NOBODY, ("gus", "@zorbital great model"), ("hal", "@zorbital which model size?"))
    facts = world.read(world.analyse(0))
    zorbital = next(account for account in facts.accounts if account.handle == "zorbital")
    assert set(zorbital.engagements) <= set(facts.by_id)
    assert any(tweet.author.handle == "zorbital" for tweet in facts.tweets)


@pytest.mark.usefixtures("small", "few_accounts")
def test_the_report_says_that_it_read_a_part(world: World) -> None:
    world.write(0, *KITE, *BANK, *NOBODY, *FANS)
    facts = world.read(world.analyse(0))
    report = compose(facts, world.channel)
    assert report.coverage.tweets_read == len(facts.tweets)
    assert report.coverage.tweets == facts.counted.tweets


def test_a_window_that_is_read_whole_says_nothing_of_it(world: World) -> None:
    world.write(0, *KITE, *BANK)
    facts = world.read(world.analyse(0))
    assert facts.whole is None
    assert all(topic.voices is None for topic in facts.topics)
    assert "tweets_read" not in compose(facts, world.channel).coverage.model_dump()
