"""The words of the cloud: names whole, one vote an author, nothing that the font cannot draw."""

import random
from collections.abc import Callable

from dawn_chorus.channel import Channel
from dawn_chorus.report.facts import Facts, TopicFact, TweetFact
from dawn_chorus.report.items import find_items
from dawn_chorus.report.model import Word
from dawn_chorus.report.words import cloud_words

TweetMaker = Callable[..., TweetFact]
FactsMaker = Callable[..., Facts]


def words(facts: Facts, channel: Channel, limit: int = 50) -> dict[str, Word]:
    return {word.text: word for word in cloud_words(facts, find_items(facts, channel), limit)}


def test_names_stay_whole_and_come_first(
    tweet: TweetMaker, topic: Callable[..., TopicFact], facts: FactsMaker, channel: Channel
) -> None:
    tweets = [
        tweet(
            f"Tried the Amber Falcon Pro model on my {thing}, the decoder is quick",
            f"user{thing}",
            role="topic",
            topic_no=1,
        )
        for thing in ("phone", "laptop", "router")
    ]
    found = words(facts(tweets, [topic(1, ["Amber Falcon Pro", "Amber Falcon"], theme="agents")]), channel)
    assert next(iter(found)) == "Amber Falcon Pro"
    assert found["Amber Falcon Pro"].theme == "agents"
    assert not {"Amber", "Falcon", "Amber Falcon", "Pro"} & set(found)
    assert found["decoder"].weight < found["Amber Falcon Pro"].weight


def test_an_author_has_one_vote(tweet: TweetMaker, facts: FactsMaker, channel: Channel) -> None:
    loud = [tweet(f"The model's decoder again, part {number}", "loud") for number in range(30)]
    quiet = [tweet("The scheduler of the model is slow", name) for name in ("ana", "bo")]
    found = words(facts([*loud, *quiet]), channel)
    assert "decoder" not in found
    assert "scheduler" in found


def test_links_handles_stop_words_numbers_and_strange_scripts_make_no_words(
    tweet: TweetMaker, facts: FactsMaker, channel: Channel
) -> None:
    text = "https://t.co/abc @someone the 2030 مرحبا decoder 🚀 ai users"
    found = words(facts([tweet(text, name) for name in ("ana", "bo", "cy")]), channel)
    assert set(found) == {"decoder"}


def test_advertising_chatter_and_retweets_do_not_vote(tweet: TweetMaker, facts: FactsMaker, channel: Channel) -> None:
    tweets = [
        *(tweet("decoder sale", name, role="ad") for name in ("a", "b", "c")),
        *(tweet("decoder morning", name, role="chatter") for name in ("d", "e")),
        *(tweet("RT @x: decoder", name, kind="retweet") for name in ("f", "g")),
    ]
    assert words(facts(tweets), channel) == {}


def test_chinese_words(tweet: TweetMaker, facts: FactsMaker, channel: Channel) -> None:
    found = words(facts([tweet("模型芯片产能正在恢复", name) for name in ("ana", "bo")]), channel)
    assert "芯片" in found


def test_small_talk_does_not_vote(tweet: TweetMaker, facts: FactsMaker, channel: Channel) -> None:
    assert words(facts([tweet("The scheduler of my oven is slow", name) for name in ("ana", "bo")]), channel) == {}


def test_on_a_large_day_two_may_share_a_word_by_chance(tweet: TweetMaker, facts: FactsMaker, channel: Channel) -> None:
    two = [tweet("The scheduler of the model is slow", name) for name in ("ana", "bo")]
    rest = [tweet(f"An agent went by, number {n}", f"user{n}") for n in range(60)]
    assert "scheduler" in words(facts(two), channel)
    assert "scheduler" not in words(facts([*two, *rest]), channel)


def test_the_limit_and_the_weights(news_day: Facts, channel: Channel) -> None:
    ranked = cloud_words(news_day, find_items(news_day, channel), 3)
    assert len(ranked) == 3
    assert ranked[0].weight == 1.0
    assert [word.weight for word in ranked] == sorted((word.weight for word in ranked), reverse=True)


def test_the_order_of_rows_does_not_matter(news_day: Facts, channel: Channel) -> None:
    shuffled = list(news_day.tweets)
    random.Random(5).shuffle(shuffled)
    fields = {name: getattr(news_day, name) for name in Facts.__dataclass_fields__ if name != "by_id"}
    again = Facts(**{**fields, "tweets": tuple(shuffled)})
    assert cloud_words(again, find_items(again, channel), 50) == cloud_words(
        news_day, find_items(news_day, channel), 50
    )


def test_a_name_has_one_place_whatever_its_spelling(tweet: TweetMaker, facts: FactsMaker, channel: Channel) -> None:
    said = ["NVIDIA trains a model", "英伟达训练了模型", "nvidia trains models"]
    found = words(facts([tweet(text, f"user{n}") for n, text in enumerate(said)]), channel)
    assert [word for word in found if word.casefold() in ("nvidia", "英伟达")] == ["NVIDIA"]


def test_a_word_is_coloured_by_the_theme_it_is_spoken_of_in(
    tweet: TweetMaker, topic: Callable[..., TopicFact], facts: FactsMaker, channel: Channel
) -> None:
    film = [tweet("Tessaro draws a model of a film", f"a{n}", role="topic", topic_no=1) for n in range(2)]
    chip = [tweet("Korrigan-7B is a model on a chip", f"b{n}", role="topic", topic_no=2) for n in range(2)]
    topics = [topic(1, ["Tessaro"], theme="image_video"), topic(2, ["Korrigan-7B"], theme="hardware")]
    found = words(facts([*film, *chip], topics), channel)
    assert (found["Tessaro"].theme, found["Korrigan-7B"].theme) == ("image_video", "hardware")


def test_a_topics_own_term_weighs_more_than_a_word_by_the_way(
    tweet: TweetMaker, topic: Callable[..., TopicFact], facts: FactsMaker, channel: Channel
) -> None:
    said = [tweet("the scheduler and the plotter of the model", f"a{n}", role="topic", topic_no=1) for n in range(2)]
    found = words(facts(said, [topic(1, ["Tessaro"], terms=("scheduler",), weights=(3.0,))]), channel)
    assert found["scheduler"].weight > found["plotter"].weight


def test_an_empty_day_has_no_words(facts: FactsMaker, channel: Channel) -> None:
    assert words(facts([]), channel) == {}


def spoken(tweet: TweetMaker, text: str, *authors: str) -> list[TweetFact]:
    """The text, said by each of them of one topic."""
    return [tweet(text, author, role="topic", topic_no=1) for author in authors]


def test_a_surname_votes_for_the_whole_name(
    tweet: TweetMaker, topic: Callable[..., TopicFact], facts: FactsMaker, channel: Channel
) -> None:
    whole = spoken(tweet, "An AI interview with Petrel Anstey about models", "ana", "bo", "cy")
    short = spoken(tweet, "Is Anstey right about the models of AI?", "dee", "eli")
    found = words(facts([*whole, *short], [topic(1, ["Petrel Anstey", "Anstey"])]), channel)
    assert "Petrel Anstey" in found
    assert "Anstey" not in found


def test_a_name_with_a_word_beside_it_votes_for_the_name(
    tweet: TweetMaker, topic: Callable[..., TopicFact], facts: FactsMaker, channel: Channel
) -> None:
    plain = spoken(tweet, "Lantern Attention is a model that I run", "ana", "bo", "cy")
    longer = spoken(tweet, "Ported Lantern Attention to my own AI model", "dee")
    names = ["Lantern Attention", "Ported Lantern Attention"]
    found = words(facts([*plain, *longer], [topic(1, names)]), channel)
    assert "Lantern Attention" in found
    assert "Ported Lantern Attention" not in found


def test_a_longer_name_that_many_write_stays_beside_the_shorter(
    tweet: TweetMaker, topic: Callable[..., TopicFact], facts: FactsMaker, channel: Channel
) -> None:
    plain = spoken(tweet, "Lantern 3 is a model that I run", "ana", "bo", "cy", "dee")
    longer = spoken(tweet, "Lantern 3 Pro is an AI model too", "eli", "fay", "gus")
    found = words(facts([*plain, *longer], [topic(1, ["Lantern 3", "Lantern 3 Pro"])]), channel)
    assert {"Lantern 3", "Lantern 3 Pro"} <= set(found)


def test_on_a_large_day_a_word_outside_topics_needs_more_voices(
    tweet: TweetMaker, facts: FactsMaker, channel: Channel
) -> None:
    many = [tweet(f"the model {number} here", f"user{number}") for number in range(60)]
    few = [tweet("the model has a scheduler", name) for name in ("ana", "bo", "cy", "dee")]
    assert "scheduler" in words(facts(few), channel)
    assert "scheduler" not in words(facts([*many, *few]), channel)
    assert "scheduler" in words(facts([*many, *few, tweet("a model with a scheduler", "eli")]), channel)
