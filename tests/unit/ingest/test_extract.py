"""Extracts: what is read back is what was written."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dawn_chorus.errors import InputError
from dawn_chorus.ingest.files import drafting, extract_path, kept
from dawn_chorus.ingest.formats import extract, formats_for
from dawn_chorus.ingest.formats.detect import detect
from dawn_chorus.ingest.formats.record import ReceivedTweet
from dawn_chorus.ingest.tweet import Author

SHA256 = "ab" * 32
_WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
_NUMBERS = st.none() | st.integers(0, 2**63 - 1)
_TWEETS = st.builds(
    ReceivedTweet,
    tweet_id=st.integers(1, 2**63 - 1),
    created_at=st.datetimes(timezones=st.just(dt.UTC)),
    author=st.builds(Author, key=_WORDS, handle=_WORDS, name=_WORDS, followers=_NUMBERS, is_verified=st.none()),
    text=_WORDS,
    kind=st.sampled_from(["original", "retweet", "quote", "reply"]),
    ref_tweet_id=_NUMBERS,
    edit_root_id=_NUMBERS,
    mentions=st.tuples(_WORDS),
    like_count=_NUMBERS,
    mention_keys=st.tuples(_WORDS),
)


@given(_TWEETS)
def test_a_tweet_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, tweet: ReceivedTweet) -> None:
    path = tmp_path_factory.getbasetemp() / "one.extract"
    path.write_bytes(extract.line(tweet))
    assert list(extract.read(path, "one")) == [tweet]


def test_a_draft_gets_its_name_when_it_is_complete(tmp_path: Path) -> None:
    with drafting(tmp_path, SHA256, "twitter_test") as draft:
        draft.write(b"{}\n")
        assert [path.suffix for path in kept(tmp_path, SHA256)] == [".part"]
    assert kept(tmp_path, SHA256) == [extract_path(tmp_path, SHA256, "twitter_test", draft.content_hash)]
    assert draft.size == 3


def test_a_draft_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), drafting(tmp_path, SHA256, "twitter_test") as draft:
        draft.write(b"%d" % (1 // 0))
    assert kept(tmp_path, SHA256) == []


@pytest.mark.parametrize("content", [b"{", b'{"tweet_id": 1}', b"\xff"])
def test_an_extract_that_was_harmed_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "harmed").write_bytes(content)
    with pytest.raises(InputError, match=r"The extract of a\.json cannot be read"):
        list(extract.read(tmp_path / "harmed", "a.json"))


def test_no_source_can_pass_a_file_off_as_an_extract() -> None:
    tweet = ReceivedTweet(7, dt.datetime(2030, 5, 4, tzinfo=dt.UTC), Author("501", "ada"), "Plan")
    assert detect([extract.line(tweet)], formats_for()) is None
