"""Templates and word files: what is written reads as a sentence, and a slip in a file is named."""

import datetime as dt
import random
import re

import pytest

import clock
import stories
from stories import Saying, Story
from texts import Writer, lines, load
from week import Week


@pytest.fixture
def writer() -> Writer:
    return Writer(random.Random(7))


def test_alternatives_nest_and_slots_are_filled(writer: Writer) -> None:
    assert writer.expand("{a {b|b}|a b} c") == "A b c"
    assert writer.expand("<animal>").lower() in load("slots.yaml")["animal"]


def test_an_empty_alternative_leaves_no_gap(writer: Writer) -> None:
    assert writer.expand("one {|} two{|} ") == "One two"


def test_no_sentence_is_written_twice(writer: Writer) -> None:
    written = [writer.write(["Rain in {Cork|Ghent}."], "en") for _ in range(9)]

    assert len(set(written)) == 9
    assert all(text.endswith(("Rain in Cork.", "Rain in Ghent.")) for text in written)


def test_templates_take_turns(writer: Writer) -> None:
    written = [writer.write(["a{1|2|3}", "b{1|2|3}", "c{1|2|3}"], "en")[0] for _ in range(6)]

    assert sorted(written[:3]) == sorted(written[3:]) == ["A", "B", "C"]


def test_an_unknown_slot_is_an_error(writer: Writer) -> None:
    with pytest.raises(KeyError, match="dinosaur"):
        writer.expand("my <dinosaur>")


def test_nothing_of_a_template_is_left_in_a_tweet(week: Week) -> None:
    scars = re.compile(r"[{}<>|]| {2}|\s[,.;!]|[，。？！；]{2}|\.\.|^\s|\s$")
    written = [draft.text for draft in week.drafts if draft.part != "hostile"]

    assert [text for text in written if scars.search(text)] == []


def test_small_talk_is_wide(week: Week) -> None:
    texts = [draft.text for draft in week.drafts if draft.part == "chatter" and draft.verb == "posted"]

    assert len(set(texts)) == len(texts)
    words = {word for text in texts for word in re.findall(r"[a-zà-öø-ÿ]{3,}", text.lower())}
    assert len(words) > 500


def test_pinned_lines_are_read_and_slips_named() -> None:
    assert stories.pinned_lines("3 09:20 @wren_adeyomi Eggs: 214.\n\n") == [(3, "09:20", "wren_adeyomi", "Eggs: 214.")]
    with pytest.raises(ValueError, match="not a pinned line: 3 9:20 @x y"):
        stories.pinned_lines("3 9:20 @x y")


@pytest.mark.parametrize(
    ("days", "first", "after"),
    [
        ("2-4", (2, "00:00"), (5, "00:00")),
        ("4 13:15-7", (4, "13:15"), (8, "00:00")),
        ("2-3 01:05", (2, "00:00"), (3, "01:05")),
    ],
)
def test_spans_begin_and_end_to_the_minute(days: str, first: tuple[int, str], after: tuple[int, str]) -> None:
    assert stories._span(days) == (clock.at(*first), clock.at(*after))


@pytest.mark.parametrize("days", ["2", "2–4", "2-", "13-14"])
def test_a_span_that_is_none_is_named(days: str) -> None:
    with pytest.raises(ValueError, match=f"not a span of days: {days}"):
        stories._span(days)


def test_a_story_says_only_what_fits_the_moment(week: Week) -> None:
    launch = clock.at(3, "01:05")
    sayings = [
        Saying(clock.at(2, "00:00"), launch, {"en": ["rumour"], "zh": []}),
        Saying(launch, clock.end_of(4), {"en": ["news"], "zh": []}),
    ]
    story: Story = week.stories[0]

    assert story.fitting(sayings, launch - dt.timedelta(milliseconds=1), "en") == ["rumour"]
    assert story.fitting(sayings, launch, "en") == ["news"]
    with pytest.raises(ValueError, match="nothing to say in zh on 04 March at 01:05"):
        story.fitting(sayings, launch, "zh")


def test_stories_are_told_as_planned(week: Week) -> None:
    corrected = [draft for draft in week.drafts if draft.first_version]
    for story in week.stories:
        told = [draft for draft in week.drafts if draft.story == story.name and draft not in corrected]
        assert [sum(draft.day == day for draft in told) for day in clock.DAYS] == story.days


def test_headlines_are_not_repeated_before_they_are_true(week: Week) -> None:
    by_name = {story.name: story for story in week.stories}
    echoes = [draft for draft in week.drafts if draft.family and draft.family.startswith("echo")]

    assert echoes
    for draft in echoes:
        since = by_name[draft.story or ""].headline_at
        assert since is None or draft.moment > since


def test_some_time_keeps_to_the_day_and_after() -> None:
    rng = random.Random(3)
    late = clock.end_of(2) - dt.timedelta(seconds=1)

    assert {clock.day_of(clock.some_time(2, rng)) for _ in range(200)} == {2}
    assert all(late < clock.some_time(2, rng, after=late) < clock.end_of(2) for _ in range(50))


def test_lines_are_trimmed_and_empty_ones_left_out() -> None:
    assert lines("  a b \n\n\tc\n") == ["a b", "c"]
