"""Pieces that may be quoted: verbatim, whole, readable."""

import random
import string

import pytest

from dawn_chorus.report.excerpts import CLAUSE_WIDTH, SENTENCE_WIDTH, clean, excerpts, is_balanced, is_wide, width


def texts(tweet: str) -> list[str]:
    return [piece.text for piece in excerpts(tweet)]


def test_sentences_are_told_apart_without_cutting_versions_and_numbers() -> None:
    assert texts("Brindle 3.5 costs $1.25 per run. It is out now! Why wait?") == [
        "Brindle 3.5 costs $1.25 per run.",
        "It is out now!",
        "Why wait?",
    ]


@pytest.mark.parametrize("abbreviation", ["Dr. Okoro", "vs. Korrigan", "e.g. Tessaro", "J. Amsel"])
def test_an_abbreviation_ends_no_sentence(abbreviation: str) -> None:
    sentence = f"We compared it with {abbreviation} in one afternoon."
    assert texts(sentence) == [sentence]


def test_chinese_sentences_end_at_their_own_marks() -> None:
    assert texts("青禾二号今天发布。参数只有3.5B！它能跑在手机上") == [
        "青禾二号今天发布。",
        "参数只有3.5B！",
        "它能跑在手机上",
    ]


def test_links_emoji_bullets_and_trailing_tags_are_not_quoted() -> None:
    tweet = "🚀 Tessaro is now live https://t.co/abc123\n• It remembers your meetings ✨ #agents #memory"
    assert texts(tweet) == ["Tessaro is now live", "It remembers your meetings"]


def test_a_chinese_sentence_directly_after_a_link_survives() -> None:
    assert texts("体验地址在这里 https://t.co/abc今天起开放注册") == ["体验地址在这里", "今天起开放注册"]


def test_those_a_reply_addresses_are_not_quoted_but_a_subject_is() -> None:
    assert texts("@ada_q @brin_r the decoder is the slow part") == ["the decoder is the slow part"]
    assert texts("@tessaro is hiring the whole team") == ["@tessaro is hiring the whole team"]


def test_entities_are_unpacked_and_the_retweet_mark_is_gone() -> None:
    assert clean("RT @someone: faster &amp; cheaper than &gt;90%") == "faster & cheaper than >90%"


def test_long_sentences_are_cut_at_a_clause() -> None:
    tweet = (
        "The Ossify team trained the whole thing on a single rack in nineteen days, which nobody on the review board "
        "had thought to be possible, because the interconnect was built for storage and not for training."
    )
    cut = [piece for piece in excerpts(tweet) if piece.is_cut]
    assert cut
    assert all(width(piece.text) <= CLAUSE_WIDTH for piece in cut)
    assert cut[0].text.endswith("in nineteen days")


def test_a_cut_never_ends_inside_an_enumeration() -> None:
    tweet = (
        "Introducing Ossify Frontier, a new platform that helps the largest enterprises of every industry build, "
        "deploy, and manage agents that can do the work of entire departments without supervision."
    )
    assert not any(piece.text.endswith(("build", "deploy")) for piece in excerpts(tweet))


def test_a_tweet_cut_off_by_the_platform_is_not_quoted_to_its_torn_end() -> None:
    tweet = (
        "Tessaro ships today. " + "The plan covers meetings, notes and the calendars of everyone who " * 4 + "wanted"
    )
    assert not any(piece.text.endswith("wanted") for piece in excerpts(tweet))


def test_a_heading_before_a_list_is_marked() -> None:
    lead_in = excerpts("New capabilities in this version:\n- Faster search over notes")[0]
    assert lead_in.is_lead_in


def test_quotation_marks_that_lost_their_partner_are_dropped() -> None:
    assert texts("“We will never sell it. We will give it away.”") == [
        "We will never sell it.",
        "We will give it away.",
    ]


def test_nothing_can_be_quoted_from_links_and_emoji() -> None:
    assert texts("https://t.co/abc 🎉🎉") == []
    assert texts("") == []


def test_width_counts_han_nearly_double() -> None:
    assert width("模型") == pytest.approx(3.7)
    assert width("model") == 5


def test_wide_texts_are_told_by_their_majority() -> None:
    assert is_wide("发布了 Brindle 3")
    assert not is_wide("Brindle 3 is out")


def test_balance() -> None:
    assert is_balanced("a (b) “c” 「d」")
    assert not is_balanced("a (b")
    assert not is_balanced('he said "no')


def test_every_piece_is_a_contiguous_part_of_the_clean_tweet_and_fits() -> None:
    """Property: whatever the text, what may be quoted is verbatim and short."""
    generator = random.Random(7)
    alphabet = string.ascii_letters + "0123456789 .,;:!?\n\"'()&#@-–—“”「」。，！？；：、模型发布今天的🚀​é\u0301"
    for _ in range(400):
        tweet = "".join(generator.choices(alphabet, k=generator.randint(0, 320)))
        whole = clean(tweet)
        for piece in excerpts(tweet):
            assert piece.text in whole
            assert piece.text == piece.text.strip()
            assert width(piece.text) <= SENTENCE_WIDTH


def test_a_cut_never_splits_a_latin_word() -> None:
    generator = random.Random(11)
    words = [
        "Brindle",
        "3.5",
        "ships",
        "today,",
        "and",
        "nobody",
        "GPT-like",
        "because",
        "models",
        "fail;",
        "while",
        "it’s",
    ]
    for _ in range(300):
        tweet = " ".join(generator.choices(words, k=45))
        for piece in excerpts(tweet):
            start = clean(tweet).index(piece.text)
            end = start + len(piece.text)
            around = clean(tweet)[max(start - 1, 0) : start] + "|" + clean(tweet)[end : end + 1]
            assert not (around[0].isalnum() and piece.text[0].isalnum())
            assert not (around[-1].isalnum() and piece.text[-1].isalnum())


def test_entities_are_unpacked_even_when_packed_twice() -> None:
    assert clean("A &amp; B &amp;amp; C is live&amp;nbsp;now") == "A & B & C is live now"


CONDITION = (
    "Unless the lab ships something that is worthy of the whole long name of it before the end of the year, "
    "that is better than what everybody else has had since the spring, nobody will look."
)
JUST_BEGUN = (
    "We are very honoured to be able to announce today that our paper, which took four of us nineteen months "
    "and two changes of continent to finish, has been accepted at last."
)
CONDITION_IN_CHINESE = (
    "如果一个团队在整整十九个月里都没有写过一行测试代码也没有人愿意去看别人写的东西的话，那么他们最后拿出来的模型"
    "无论参数有多大都不会有人放心地去用它做任何一件真正重要的事情，这是常识。"
)


@pytest.mark.parametrize("tweet", [CONDITION, JUST_BEGUN, CONDITION_IN_CHINESE])
def test_half_a_thought_is_no_piece(tweet: str) -> None:
    beginnings = [piece.text for piece in excerpts(tweet) if piece.is_cut and tweet.startswith(piece.text)]
    assert [text for text in beginnings if "," not in text and "，" not in text] == []


@pytest.mark.parametrize(
    ("tweet", "piece"),
    [
        ("@ana @bo Thanks for that", "Thanks for that"),
        ("@ana Undo should be everywhere.", "Undo should be everywhere."),
        ("@ana V7 五月能出吗", "V7 五月能出吗"),
        ("@ana just released Brindle 3.", "@ana just released Brindle 3."),
    ],
)
def test_those_to_whom_an_answer_goes_are_not_quoted_but_a_subject_is(tweet: str, piece: str) -> None:
    assert excerpts(tweet)[0].text == piece
