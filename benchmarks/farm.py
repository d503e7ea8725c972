"""How high fakes get that are made to be ranked, whatever they are made of.

    python benchmarks/farm.py EVENTS [--seeds N]

On the last day of the events (lines ``from to unix_time kind``, .gz or not) a farm praises one account of its own. Its
fakes are ``fresh`` or ``aged`` (as busy on every day before); in a ``star`` they retweet their target only, in a
``ring`` each other as well, in ``camouflage`` popular accounts as well. Some established accounts, drawn at random,
are compromised: they retweet the target and fifty fakes, as often as the fakes do. One JSON line per combination;
``best_fake_rank`` is the best rank that any of the farm's accounts has in any seed, in the order in which the product
ranks, with those that it gives no rank behind all that have one.
"""

import argparse
import itertools
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from dawn_chorus.accounts.established import find_established
from dawn_chorus.accounts.graph import join_days
from dawn_chorus.accounts.votes import TICKS_PER_DAY, DayVotes, cast_votes
from events import HISTORY_DAYS, cast_by_day, number, rank, read_events, roster_before

FAKES = (200, 5_000)
AGES = ("fresh", "aged")
SHAPES = ("star", "ring", "camouflage")
COMPROMISED = (1, 2, 3)
SEEDS = 20
FARM = "fake_"  # how its accounts are called
TARGET = f"{FARM}target"
OTHERS = 5  # accounts that each fake engages with beside the target
POPULAR = 200  # accounts that camouflage is spread over
HELPED = 50  # fakes that a compromised account retweets too


class Attack(NamedTuple):
    """One way to attack."""

    fakes: int
    age: str
    shape: str
    compromised: int


class Field(NamedTuple):
    """What is attacked: the real votes by day, 0 the last, the roster, who is established, who is popular."""

    votes: dict[int, DayVotes]
    roster: list[str]
    established: list[str]
    popular: list[str]


def prepare(events: pd.DataFrame) -> Field:
    """The last day of the events, without a farm; days are counted back from it."""
    last = int(events["day_no"].max())
    votes = {day_no - last: of_day for day_no, of_day in cast_by_day(events).items() if day_no >= last - HISTORY_DAYS}
    roster, graph = roster_before(events, last), join_days(votes.items())
    members = find_established(graph, roster).members
    popular = rank(graph, roster)["author_key"].head(POPULAR)
    return Field(votes, roster, [graph.accounts[number] for number in np.flatnonzero(members)], list(popular))


def best_rank(field: Field, attack: Attack, seed: int) -> int:
    """The best rank of the farm's accounts. A farm adds pairs of its own only, so its votes are cast apart."""
    random = np.random.default_rng(seed)
    helpers = list(random.choice(field.established, attack.compromised, replace=False))
    days = sorted(field.votes) if attack.age == "aged" else [0]
    farm = [(day_no, cast_votes(number(make_farm(field, attack, helpers, random)))) for day_no in days]
    ranking = rank(join_days([*field.votes.items(), *farm]), field.roster)
    return int(np.flatnonzero(ranking["author_key"].str.startswith(FARM))[0]) + 1


def make_farm(field: Field, attack: Attack, helpers: list[str], random: np.random.Generator) -> pd.DataFrame:
    """One day's events of a farm, as ``number`` takes them; at random times, all of them retweets."""
    fakes = np.array([f"{FARM}{fake}" for fake in range(attack.fakes)])
    pairs = [(fakes, np.full(len(fakes), TARGET))]
    for _ in range(OTHERS):
        if attack.shape == "ring":
            pairs.append((fakes, np.roll(fakes, random.integers(1, len(fakes)))))
        if attack.shape == "camouflage":
            pairs.append((fakes, random.choice(field.popular, len(fakes))))
    for helper in helpers:
        helped = np.array([TARGET, *random.choice(fakes, HELPED, replace=False)])
        pairs.append((np.full(len(helped), helper), helped))
    engagers, authors = (np.concatenate(side) for side in zip(*pairs, strict=True))
    ticks = random.integers(0, TICKS_PER_DAY, len(authors))
    return pd.DataFrame({"from_key": engagers, "to_key": authors, "kind": "retweet", "tick": ticks})


def attacks() -> Iterator[Attack]:
    """Every combination."""
    return itertools.starmap(Attack, itertools.product(FAKES, AGES, SHAPES, COMPROMISED))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one JSON line per attack."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("events", type=Path, metavar="EVENTS")
    parser.add_argument("--seeds", type=int, default=SEEDS, help=f"default: {SEEDS}")
    options = parser.parse_args(arguments)
    field = prepare(read_events(options.events))
    for attack in attacks():
        best = min(best_rank(field, attack, seed) for seed in range(options.seeds))
        line = {**attack._asdict(), "seeds": options.seeds, "best_fake_rank": best}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
