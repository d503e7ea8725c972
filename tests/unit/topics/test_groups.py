"""Groups: which clusters become topics, what joins them, and in which order they come."""

from collections.abc import Callable

import numpy as np
import pytest

from dawn_chorus.topics.groups import MIN_ECHO, Group, find_groups, role_of
from dawn_chorus.topics.model import Document
from dawn_chorus.topics.read import read
from dawn_chorus.topics.triage import AD_THRESHOLD, CHATTER_THRESHOLD, Scores

Tweet = Callable[..., Document]

KITE = ("Zorbital has released Nimbus Kite, an open model", "We put Nimbus Kite to the test", "Why Nimbus Kite is slow")
BANK = ("Staff of Ostrava Bank go on strike over pay", "The strike at Ostrava Bank is about more than pay")
TALK = ("we wait for the Tromso ferry", "again no Tromso ferry")
EVERYDAY = (
    "her neighbour sings old songs at the market while trams pass slowly at dusk",
    "a neighbour sings songs about code before guests arrive with cakes",
)
SINGLES = (
    "An essay on why reading code aloud helps beginners to find their mistakes",
    "Quillhaven raised 40 million dollars to build libraries for machines that read",
    "The court of Ostrava says that models may read any book which somebody has bought for them",
)


def groups(tweet: Tweet, *texts: str, more: tuple[Document, ...] = ()) -> list[Group]:
    return find_groups(read([*(tweet(n, text) for n, text in enumerate(texts)), *more], []))


@pytest.mark.parametrize(
    ("scores", "role"),
    [
        (Scores(ad=0, chatter=0), "single"),
        (Scores(ad=AD_THRESHOLD, chatter=0), "ad"),
        (Scores(ad=0, chatter=CHATTER_THRESHOLD), "chatter"),
        (Scores(ad=AD_THRESHOLD, chatter=1), "ad"),
    ],
)
def test_a_tweet_outside_topics_is_what_its_scores_say(scores: Scores, role: str) -> None:
    assert role_of(scores) == role


def test_the_topic_of_more_accounts_comes_first(tweet: Tweet) -> None:
    assert [group.members for group in groups(tweet, *BANK, *KITE)] == [[2, 3, 4], [0, 1]]


def test_among_equals_the_one_with_more_tweets_and_then_the_earlier_comes_first(tweet: Tweet) -> None:
    again = tweet(90, "Ostrava Bank: the strike over pay goes on", "author2")
    assert [group.members[0] for group in groups(tweet, *KITE[:2], *BANK)] == [0, 2]
    assert [group.members[0] for group in groups(tweet, *KITE[:2], *BANK, more=(again,))] == [2, 0]


def test_copies_are_members_and_votes_of_the_text_they_repeat(tweet: Tweet) -> None:
    copies = tuple(tweet(n, f"RT @x: {KITE[0]}", kind="retweet", of=0) for n in (50, 51))
    (group,) = groups(tweet, *KITE, more=copies)
    assert group.members == [0, 1, 2, 3, 4]
    assert group.votes == {0: 3, 1: 1, 2: 1}


def test_an_account_has_one_vote_a_text(tweet: Tweet) -> None:
    copies = tuple(tweet(n, f"RT @x: {KITE[0]}", "fan", kind="retweet", of=0) for n in (50, 51))
    (group,) = groups(tweet, *KITE, more=copies)
    assert group.votes[0] == 2


@pytest.mark.parametrize(("others", "count"), [(MIN_ECHO - 2, 0), (MIN_ECHO - 1, 1)])
def test_an_echo_makes_a_topic_of_one_text(tweet: Tweet, others: int, count: int) -> None:
    copies = tuple(tweet(50 + n, "RT", kind="retweet", of=0) for n in range(others))
    assert len(groups(tweet, "An essay on why reading code aloud helps beginners", more=copies)) == count


@pytest.mark.parametrize(("text", "count"), [(SINGLES[0], 1), ("who else has seen my cat?", 0)])
def test_answers_of_others_make_a_topic_of_what_is_no_small_talk(tweet: Tweet, text: str, count: int) -> None:
    answers = tuple(tweet(50 + n, f"say more {n}", kind=kind, of=0) for n, kind in enumerate(("reply", "quote")))
    assert len(groups(tweet, text, *SINGLES[1:], more=answers)) == count
    assert groups(tweet, text, *SINGLES[1:], more=answers[:1]) == []


def test_an_account_that_answers_itself_is_no_echo(tweet: Tweet) -> None:
    thread = tuple(tweet(50 + n, f"and then {n}", "author0", kind="reply", of=0) for n in range(5))
    assert groups(tweet, *SINGLES, more=thread) == []


def test_small_talk_about_one_thing_is_no_topic(tweet: Tweet) -> None:
    assert [group.members for group in groups(tweet, *KITE, *SINGLES, *TALK)] == [[0, 1, 2]]
    told = (
        "we wait for the Tromso ferry because the ice on the fjord holds all boats in the harbour",
        "again no Tromso ferry, says a captain, who counts passengers that sleep in the station",
    )
    assert len(groups(tweet, *KITE, *SINGLES, *told)) == 2, "with something to say it is one"


def test_everyday_words_in_common_are_no_topic(tweet: Tweet) -> None:
    assert [group.members for group in groups(tweet, *KITE, *SINGLES, *EVERYDAY)] == [[0, 1, 2]]


def test_an_answer_joins_what_it_answers_whatever_it_says(tweet: Tweet) -> None:
    answer = tweet(50, "who would have thought", kind="reply", of=1)
    answer_to_it = tweet(51, "nobody", kind="reply", of=50)
    (group,) = groups(tweet, *KITE, more=(answer, answer_to_it))
    assert group.members == [0, 1, 2, 3, 4]


def test_an_answer_to_a_copy_answers_the_original(tweet: Tweet) -> None:
    copy = tweet(50, f"RT @x: {KITE[0]}", kind="retweet", of=0)
    answer = tweet(51, "who would have thought", kind="quote", of=50)
    (group,) = groups(tweet, *KITE, more=(copy, answer))
    assert 4 in group.members


def test_centrality_tells_the_heart_of_a_topic_from_its_edge(tweet: Tweet) -> None:
    answer = tweet(50, "who would have thought", kind="reply", of=0)
    (group,) = groups(tweet, *KITE, more=(answer,))
    assert all(0 <= cosine <= 1 for cosine in group.centrality.values())
    assert min(group.centrality, key=lambda n: group.centrality[n]) == 3


def clustered(documents: list[Document], labels: list[int]) -> list[Group]:
    """The groups of texts of a sparse window, none of them small talk, whose clusters are given."""
    scores = [Scores(ad=0, chatter=0)] * len(documents)
    return find_groups(read(documents, [])._replace(labels=np.array(labels), regime="alone", scores=scores))


@pytest.mark.parametrize(("name", "count"), [("Nimbus 4.5", 1), ("Nimbus", 2)], ids=["version", "name"])
def test_topics_of_one_version_of_a_product_are_one(tweet: Tweet, name: str, count: int) -> None:
    texts = [f"{name} is out", f"Zorbital ships {name}", f"My cat likes {name}", f"Slow trains and {name}"]
    others = [*SINGLES, *BANK, *EVERYDAY]
    found = clustered([tweet(n, text) for n, text in enumerate([*texts, *others])], [0, 0, 1, 1, *range(2, 9)])
    assert len(found) == count


def test_a_version_that_few_of_the_texts_name_joins_nothing(tweet: Tweet) -> None:
    texts = ["Nimbus 4.5 is out", "Zorbital ships Nimbus 4.5", *BANK, "Strike of staff: Nimbus 4.5 is to stand in"]
    found = clustered([tweet(n, text) for n, text in enumerate(texts)], [0, 0, 1, 1, 1])
    assert len(found) == 2


def test_what_a_single_text_holds_joins_nothing(tweet: Tweet) -> None:
    copies = [tweet(n, text) for n, text in enumerate([KITE[0] + " Nimbus 4.5"] * 3 + [BANK[0] + " Nimbus 4.5"] * 3)]
    others = [tweet(10 + n, text) for n, text in enumerate(SINGLES)]
    assert len(clustered([*copies, *others], [0, 1, 2, 3, 4])) == 2


@pytest.mark.parametrize(
    ("texts", "author", "count"),
    [(EVERYDAY, "author0", 0), (EVERYDAY, "author1", 1), (KITE[:2], "author0", 1)],
    ids=["one account", "two accounts", "a name"],
)
def test_two_remarks_of_one_account_are_a_topic_by_a_name(
    tweet: Tweet, texts: tuple[str, str], author: str, count: int
) -> None:
    assert len(clustered([tweet(0, texts[0], "author0"), tweet(1, texts[1], author)], [0, 0])) == count


def test_no_tweets_no_groups() -> None:
    assert find_groups(read([], [])) == []
