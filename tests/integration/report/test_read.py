"""The rows of a run become facts, and nothing but its rows."""

from dawn_chorus.database import runs
from dawn_chorus.database.connect import transaction
from dawn_chorus.database.staleness import stale_windows
from dawn_chorus.window import Window

from .conftest import BANK, KITE, KITE_LATER, VIEW, World, day


def test_tweets_come_with_their_author_and_place(world: World) -> None:
    world.write(0, *KITE, *VIEW, followersCount=1234, description="tests things")
    facts = world.read(world.analyse(0))
    assert [tweet.author.handle for tweet in facts.tweets] == ["zorbital", "ana", "bo", "fay"]
    first, *_, last = facts.tweets
    assert (first.author.followers, first.author.description) == (1234, "tests things")
    assert (first.role, first.topic_no, first.day) == ("topic", 1, day(0))
    assert (last.role, last.topic_no) == ("single", None)


def test_topics_come_with_their_counts(world: World) -> None:
    world.write(0, *KITE, *BANK)
    kite, bank = world.read(world.analyse(0)).topics
    assert kite.names[0] == "Nimbus Kite 2"
    assert (kite.tweets, kite.accounts) == (3, 3)
    assert bank.names[0] == "Ostrava Bank"
    assert len(kite.terms) == len(kite.weights) > 0


def test_a_first_day_has_no_history(world: World) -> None:
    world.write(0, *KITE)
    facts = world.read(world.analyse(0))
    assert not facts.has_history
    assert not facts.has_earlier_ranks
    assert facts.quiet_topics == ()


def test_the_next_day_knows_what_fell_silent_and_can_cite_it(world: World) -> None:
    world.write(0, *KITE, *BANK)
    world.write(1, *KITE_LATER)
    world.analyse(0)
    facts = world.read(world.analyse(1))
    (quiet,) = facts.quiet_topics
    assert quiet.names[0] == "Ostrava Bank"
    assert {tweet.day for tweet in quiet.exemplars} == {day(0)}
    assert all(tweet.tweet_id in facts.by_id for tweet in quiet.exemplars)
    assert facts.topics[0].tweets_yesterday == 3


def test_two_days_later_nothing_is_called_silent(world: World) -> None:
    world.write(0, *KITE, *BANK)
    world.write(2, *KITE_LATER)
    world.analyse(0)
    facts = world.read(world.analyse(2))
    assert facts.has_history
    assert facts.quiet_topics == ()


def test_accounts_are_cited_by_those_that_engaged_with_them(world: World) -> None:
    world.write(0, *KITE, ("gus", "@zorbital great model"), ("hal", "@zorbital which model size?"))
    facts = world.read(world.analyse(0))
    zorbital = next(account for account in facts.accounts if account.handle == "zorbital")
    assert (zorbital.engagers, zorbital.tweets) == (2, 1)
    assert {facts.by_id[tweet_id].author.handle for tweet_id in zorbital.engagements} == {"gus", "hal"}


def test_the_ledger_and_the_sources_are_summed(world: World) -> None:
    world.write(0, *KITE)
    world.write(0, *BANK)
    ledger = world.read(world.analyse(0)).ledger
    assert (ledger.records, ledger.files, ledger.days_loaded, ledger.rejected) == (5, 2, 1, 0)
    assert ledger.hours_covered == 1


def test_who_only_retweets_is_cited_after_those_that_answer(world: World) -> None:
    fans = [(f"fan{n}", "RT @zorbital: Zorbital has released Nimbus Kite 2, an open model") for n in range(4)]
    others = [(f"fan{n}", f"@ana which model, {n}?") for n in range(4)]  # a crowd with one idol only would not count
    world.write(0, *KITE, ("gus", "@zorbital great model"), *fans, *others)
    facts = world.read(world.analyse(0))
    zorbital = next(account for account in facts.accounts if account.handle == "zorbital")
    first, *rest = (facts.by_id[tweet_id] for tweet_id in zorbital.engagements)
    assert first.author.handle == "gus"
    assert {tweet.kind for tweet in rest} == {"retweet"}


def test_more_accounts_are_read_than_are_named(world: World) -> None:
    world.write(0, *((f"user{n:02}", f"note {n} on a model that I tested") for n in range(15)))
    assert len(world.read(world.analyse(0)).accounts) == 15 > world.channel.analysis.notable_accounts


def test_only_the_windows_own_tweets_are_read(world: World) -> None:
    world.write(0, *KITE)
    world.write(1, *BANK)
    world.analyse(0)
    assert {tweet.day for tweet in world.read(world.analyse(1)).tweets} == {day(1)}


def test_a_window_of_two_days_reads_both(world: World) -> None:
    world.write(0, *KITE)
    world.write(1, *BANK)
    facts = world.read(world.analyse_window(Window(day(0), day(1))))
    assert {tweet.day for tweet in facts.tweets} == {day(0), day(1)}
    assert (facts.ledger.days_loaded, facts.ledger.files, facts.ledger.records) == (2, 2, 5)


def test_a_day_reads_what_the_days_before_told(world: World) -> None:
    for number, said in enumerate((KITE, KITE_LATER)):
        world.write(number, *said)
        run = world.analyse(number)
    facts = world.read(run)
    (kite,) = (chapter for chapter in facts.chapters if "Nimbus Kite 2" in chapter.names)
    assert (kite.day, kite.tweets, kite.accounts) == (day(0), 3, 3)
    assert set(kite.exemplars) <= set(kite.members)
    assert facts.days_told == (day(0), day(1))
    assert {number for ranks in facts.ranks.values() for number in ranks} == {day(0)}


def test_a_longer_window_reads_what_its_own_days_told_and_is_stale_when_they_tell_anew(world: World) -> None:
    both = Window(day(0), day(1))
    world.write(0, *KITE)
    world.write(1, *KITE_LATER)
    alone = world.analyse_window(both)
    assert (world.read(alone).chapters, world.read(alone).days_told) == ((), ())
    for number in (0, 1):
        world.analyse(number)
        with transaction("reader") as connection:
            assert runs.is_stale(connection, world.channel, both)
            assert stale_windows(connection, world.channel, both) >= {both}
    facts = world.read(world.analyse_window(both))
    kite = [chapter for chapter in facts.chapters if "Nimbus Kite 2" in chapter.names]
    assert [chapter.day for chapter in kite] == [day(0), day(1)]
    assert {tweet_id for chapter in kite for tweet_id in chapter.members} <= set(facts.by_id)
    assert facts.days_told == (day(0), day(1))
    with transaction("reader") as connection:
        assert not runs.is_stale(connection, world.channel, both)
