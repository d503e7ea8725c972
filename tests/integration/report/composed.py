"""Print the digest of a report of invented facts; run under different hash seeds, it must not change."""

import datetime as dt
import hashlib
import sys

from dawn_chorus.channel import Channel, Source
from dawn_chorus.report.facts import Account, Facts, Ledger, TweetFact
from dawn_chorus.report.stage import compose
from dawn_chorus.window import Window

DAY = dt.date(2030, 5, 4)
NOW = dt.datetime(2030, 5, 4, 9, tzinfo=dt.UTC)

channel = Channel(
    name="a_ai", title="x", short_title="y", start_date="2030-01-01", sources=(Source(name="i", path="p"),)
)
tweets = tuple(
    TweetFact(
        n,
        DAY,
        NOW,
        Account(str(n % 7), f"user{n % 7}"),
        f"Brindle {n % 3} and Korrigan {n} are now available, $OSFY $KRGN $TSRO rally",
        cashtags=("OSFY", "KRGN"),
    )
    for n in range(1, 31)
)
facts = Facts("a_ai", Window(DAY, DAY), NOW, tweets, (), (), (), Ledger(1, 30, 0, 0, 0, 24, 1, ("i",)), True)
sys.stdout.write(hashlib.sha256(compose(facts, channel).model_dump_json().encode()).hexdigest())
