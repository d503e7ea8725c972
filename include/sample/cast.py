"""The accounts of the sample: who speaks, who sells, and the ring that only praises one of them."""

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

import clock
from texts import Writer, load

ESTABLISHED = {"en": 92, "zh": 50}  # ordinary accounts per language
THROWAWAYS = 24  # accounts that post one template and vanish
RING = 26  # fresh accounts of the engagement farm

_HANDLE_LIMIT = 15  # what X allows
_OLD = (dt.datetime(2016, 2, 1, tzinfo=dt.UTC), dt.datetime(2024, 10, 1, tzinfo=dt.UTC))
_FRESH = (dt.datetime(2026, 2, 9, tzinfo=dt.UTC), dt.datetime(2026, 2, 28, tzinfo=dt.UTC))


@dataclass(frozen=True)
class Account:
    """One invented account; ``language`` is what it writes in, counters are those of its profile."""

    id: int
    handle: str
    name: str
    description: str
    language: str
    created: dt.datetime
    is_verified: bool
    followers: int
    following: int
    tweets: int


@dataclass(frozen=True)
class Cast:
    """All accounts, by their part in the play."""

    notable: list[Account]
    official: list[Account]
    established: dict[str, list[Account]]
    promoters: list[Account]
    echoes: list[Account]
    throwaways: list[Account]
    farm_target: Account
    farm_ring: list[Account]

    def everybody(self) -> list[Account]:
        """Every account once."""
        speakers = [*self.notable, *self.official, *self.established["en"], *self.established["zh"]]
        return [*speakers, *self.promoters, *self.echoes, *self.throwaways, self.farm_target, *self.farm_ring]

    def by_handle(self) -> dict[str, Account]:
        """Every account under its handle."""
        return {account.handle: account for account in self.everybody()}


def build(rng: random.Random) -> Cast:
    """The whole cast, the same for the same generator."""
    words = load("cast.yaml")
    return Cast(
        notable=[_account(row, rng, is_verified=True) for row in words["notable"]],
        official=[_account(row, rng, is_verified=True) for row in words["official"]],
        established=_established(words, rng),
        promoters=[_account([*row, rng.randrange(200, 9000)], rng) for row in words["promoters"]],
        echoes=[_account([*row, rng.randrange(50, 900)], rng) for row in words["echoes"]],
        throwaways=_fresh("_win{}", THROWAWAYS, words, rng),
        farm_target=_account([*words["farm"]["target"], 61_000], rng, born=_FRESH),
        farm_ring=_fresh("{}x", RING, words, rng),
    )


def _account(
    row: list[Any],
    rng: random.Random,
    *,
    is_verified: bool = False,
    born: tuple[dt.datetime, dt.datetime] = _OLD,
) -> Account:
    """An account of ``[handle, name, description, followers]`` that was born between two moments."""
    handle, name, description, followers = row
    created = born[0] + (born[1] - born[0]) * rng.random()
    language = "zh" if any("\u4e00" <= sign <= "\u9fff" for sign in name) else "en"
    following = rng.randrange(40, 1500)
    tweets = rng.randrange(300, 9000) if born == _OLD else rng.randrange(5, 90)
    own_id = clock.snowflake(created, rng)
    return Account(own_id, handle, name, description, language, created, is_verified, followers, following, tweets)


def _established(words: dict[str, Any], rng: random.Random) -> dict[str, list[Account]]:
    """The ordinary accounts of both languages."""
    names = words["names"]
    zh_first = list(zip(names["zh_handles"], names["zh_first"], strict=True))
    zh_last = list(zip(names["zh_tails"], names["zh_last"], strict=True))
    people = {
        "en": {_handle(bird, last): f"{bird} {last}" for bird in names["birds"] for last in names["surnames"]},
        "zh": {_handle(a, b): first + last for a, first in zh_first for b, last in zh_last},
    }
    writer = Writer(rng)
    accounts: dict[str, list[Account]] = {}
    for language, candidates in people.items():
        chosen = rng.sample(list(candidates.items()), ESTABLISHED[language])
        jobs = words["jobs"][language]
        accounts[language] = [
            _account([handle, name, writer.expand(rng.choice(jobs)), int(rng.lognormvariate(7, 1.2)) + 80], rng)
            for handle, name in chosen
        ]
    return accounts


def _handle(first: str, last: str) -> str:
    """``first_last`` in the length that X allows."""
    surname = last.lower().replace("-", "")
    for handle in (f"{first.lower()}_{surname}", f"{first.lower()}{surname}", f"{first[0].lower()}_{surname}"):
        if len(handle) <= _HANDLE_LIMIT:
            return handle
    raise ValueError(f"no handle of {_HANDLE_LIMIT} signs for {first} {last}")


def _fresh(tail: str, count: int, words: dict[str, Any], rng: random.Random) -> list[Account]:
    """``count`` accounts a few weeks old, without followers to speak of; ``tail`` takes the number in their handles."""
    stems = words["farm"]["stems"]
    accounts = []
    for index, digits in enumerate(rng.sample(range(10_000, 100_000), count)):
        stem = stems[index % len(stems)]
        accounts.append(_account([stem + tail.format(digits), stem.title(), "", rng.randrange(12)], rng, born=_FRESH))
    return accounts
