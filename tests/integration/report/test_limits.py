"""Time, size, and independence of the process that writes."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from dawn_chorus.report.model import Word
from dawn_chorus.report.stage import compose
from dawn_chorus.report.wordcloud import MAX_BYTES, draw

from .conftest import World

COMPOSED = Path(__file__).with_name("composed.py")


def test_the_hash_seed_changes_no_byte() -> None:
    digests = {
        subprocess.run(
            [sys.executable, str(COMPOSED)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "77")
    }
    assert len(digests) == 1
    assert len(digests.pop().strip()) == 64


def test_the_package_of_the_font_is_not_imported() -> None:
    """It would set up matplotlib's pyplot, which costs a second and wants a writable home."""
    code = (
        "import sys; from dawn_chorus.report.wordcloud import draw; from dawn_chorus.report.model import Word;"
        "draw([Word(text='a', weight=1.0, theme='')]); assert not {'matplotlib.pyplot', 'zhplot'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_a_crowded_picture_fits_by_losing_quality() -> None:
    crowded = [Word(text=f"word{number}", weight=1.0 - number / 500, theme="") for number in range(300)]
    assert len(draw(crowded)) <= MAX_BYTES


def test_five_hundred_tweets_take_about_a_second(world: World) -> None:
    generator = random.Random(4)
    subjects = ["Brindle 3", "Tessaro", "the Korrigan-7B agent", "our new model", "this decoder", "a robot"]
    verbs = ["is now available to", "was released for", "failed in front of", "I think should be open to", "beats"]
    ends = ["all teams", "40% of developers", "everyone in the lab", "its users, because tests matter", "$OSFY"]
    lists = (subjects, verbs, ends)
    said = [(f"user{n % 90}", f"{' '.join(map(generator.choice, lists))}. Note {n}: see above.") for n in range(500)]
    world.write(0, *said)
    facts = world.read(world.analyse(0))
    started = time.process_time()
    compose(facts, world.channel)
    assert time.process_time() - started < 3, "1 s on a quiet core"
