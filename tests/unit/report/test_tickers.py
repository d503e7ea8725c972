"""Which stocks and coins a tweet speaks of."""

import pytest

from dawn_chorus.report.tickers import symbols_in, ticker

from .conftest import TweetMaker


@pytest.mark.parametrize(
    ("text", "cashtags", "symbols"),
    [
        ("$OSFY fell", ("OSFY",), {"OSFY"}),
        ("$osfy fell", ("osfy",), {"OSFY"}),
        ("$BRK.B and 0700.HK", ("BRK.B",), {"BRK.B"}),
        ("$TOOLONGNAME", ("TOOLONGNAME",), set()),
        ("Nvidia shares fell. Apple pie is good.", (), {"NVDA"}),
        ("英伟达股价大跌", (), {"NVDA"}),
        ("Solana is fast", (), {"SOL"}),
        ("nothing at all", (), set()),
    ],
)
def test_symbols(tweet: TweetMaker, text: str, cashtags: tuple[str, ...], symbols: set[str]) -> None:
    assert symbols_in(tweet(text, cashtags=cashtags)) == symbols


@pytest.mark.parametrize(("symbol", "spellings"), [("NVDA", ("$NVDA", "NVDA", "NVIDIA", "英伟达")), ("AI", ("$AI",))])
def test_an_ordinary_word_stands_for_a_symbol_only_as_a_cashtag(symbol: str, spellings: tuple[str, ...]) -> None:
    assert ticker(symbol).spellings == spellings


def test_an_unknown_symbol_is_a_ticker_too() -> None:
    assert ticker("OSFY").names == ()
    assert not ticker("OSFY").is_ambiguous
