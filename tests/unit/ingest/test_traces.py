"""Traces: a forgotten tweet is found however a file spells its id or text, and other tweets are not."""

import gzip
import json
from pathlib import Path

import pytest

from dawn_chorus.ingest import traces
from dawn_chorus.ingest.formats.record import ReceivedTweet
from dawn_chorus.ingest.moments import time_of_id
from dawn_chorus.ingest.traces import Traces, is_of
from dawn_chorus.ingest.tweet import Author

TWEET_ID = 1_900_000_000_000_000_001
TEXT = "Quokka 4.0 发布：the marsupial model that hums in twelve keys & more"
FOUND = Traces.of([TWEET_ID], [TEXT])


@pytest.mark.parametrize(
    "content",
    [
        f'{{"id": "{TWEET_ID}"}}',
        f'{{"id": {TWEET_ID}}}',
        f'{{"quoted": {{"id_str": "{TWEET_ID}"}}}}',
        f"https://x.com/ada/status/{TWEET_ID},hello\n",
        json.dumps({"id": str(TWEET_ID)}).replace("1", r"\u0031"),
        json.dumps({"id": "7", "text": f"RT @ada: {TEXT}"}),
        json.dumps({"id": "7", "text": TEXT}, ensure_ascii=False),
        f"7,ada,{TEXT}\n".replace("&", "&amp;"),
    ],
)
def test_a_tweet_is_found_however_it_is_spelled(content: str) -> None:
    assert FOUND.are_in(content.encode())


@pytest.mark.parametrize("escape", [str.lower, str.upper])
def test_escaped_texts_are_found_whatever_the_case(escape: object) -> None:
    text = "袋熊模型今晨发布能唱十二个调"
    digits = [f"{ord(each):04x}" for each in text]
    content = "".join(rf"\u{each if escape is str.lower else each.upper()}" for each in digits)
    assert Traces.of([], [text]).are_in(content.encode())


@pytest.mark.parametrize(
    "content", [f'{{"id": "{TWEET_ID}7"}}', f'{{"id": "{TWEET_ID - 1}", "text": "Quokka 4.0"}}', "", '{"text": "keys"}']
)
def test_other_tweets_are_not(content: str) -> None:
    assert not FOUND.are_in(content.encode())


def test_of_a_short_text_only_the_id_tells() -> None:
    assert not Traces.of([TWEET_ID], ["gm everyone"]).are_in(b'{"id": "7", "text": "gm everyone"}')


def test_many_ids_are_found_like_few() -> None:
    many = Traces.of(range(TWEET_ID, TWEET_ID + 2 * traces.FEW_IDS))
    assert many.are_in(str(TWEET_ID + traces.FEW_IDS).encode())
    assert not many.are_in(str(TWEET_ID - 1).encode())


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("place", [-9, 0, 9])
def test_a_file_is_searched_across_its_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: object, place: int
) -> None:
    monkeypatch.setattr(traces, "PIECE_BYTES", 8192)
    content = b"x" * (8192 + place) + f" {TWEET_ID} ".encode() + b"y" * 9000
    (tmp_path / "file").write_bytes(pack(content))  # type: ignore[operator]
    assert FOUND.are_in_file(tmp_path / "file", "file")


def test_parquet_is_not_searched(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"PAR1 and more")
    assert FOUND.are_in_file(tmp_path / "file", "file") is None


def received(tweet_id: int, **fields: object) -> ReceivedTweet:
    """A tweet of somebody."""
    moment = time_of_id(TWEET_ID)
    assert moment is not None
    return ReceivedTweet(tweet_id, moment, Author("501", "ada"), "Plan", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tweet", "goes"),
    [
        (received(TWEET_ID), True),
        (received(TWEET_ID + 9, edit_root_id=TWEET_ID), True),
        (received(7, kind="retweet", ref_tweet_id=TWEET_ID), True),
        (received(7, kind="quote", ref_tweet_id=TWEET_ID), False),
        (received(7, kind="reply", ref_tweet_id=TWEET_ID), False),
        (received(7), False),
    ],
)
def test_versions_and_retweets_go_and_answers_stay(tweet: ReceivedTweet, goes: bool) -> None:
    assert is_of(tweet, {TWEET_ID}) is goes
