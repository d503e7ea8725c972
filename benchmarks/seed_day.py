"""Which names that the seed post mentions occur in the tweets of its days, and whether our post has them.

    python benchmarks/seed_day.py SEED POST TWEETS --from DAY [--to DAY]

SEED is a Markdown post, POST one or its HTML preview; TWEETS is a folder of day files, or a file with many days, in any
format that the product reads. A name is a run of words in Latin letters that begin with a capital, and of versions; one
counts when a tweet of the days writes it. One JSON line; `missing` are the names that POST lacks.
"""

import argparse
import html
import json
import re
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

from dawn_chorus.report.names import writes
from dawn_chorus.report.wordlists import cues
from dawn_chorus.window import Window, parse_day
from gold import read_archive

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
_LINKS = re.compile(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)")
_WORD = r"[A-Z](?:[A-Za-z0-9.-]*[A-Za-z0-9])"
_NAME = re.compile(rf"(?<![A-Za-z0-9]){_WORD}(?: (?:{_WORD}|\d[A-Za-z0-9.-]*(?<=[A-Za-z0-9])))*")


def names_in(post: str) -> list[str]:
    """The names of a post, each once; words of the trade ("AI", "API") are none."""
    text = _LINKS.sub(" ", _FRONT_MATTER.sub("", post))
    found = dict.fromkeys(match.group().strip(".-") for match in _NAME.finditer(text))
    return [name for name in found if not all(cues("no_names").is_word(word) for word in name.split())]


def compare(seed: str, post: str, texts: Collection[str]) -> dict[str, object]:
    """How many of the seed's names the tweets write, and how many of those the post does."""
    names = [name for name in names_in(seed) if any(writes(text, name) for text in texts)]
    body = html.unescape(_TAGS.sub("", _FRONT_MATTER.sub("", post))).replace("\\", "")
    missing = [name for name in names if not writes(body, name)]
    share = round(1 - len(missing) / max(1, len(names)), 4)
    return {"named": len(names_in(seed)), "in_tweets": len(names), "share_in_post": share, "missing": missing}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("seed", "post", "tweets"):
        parser.add_argument(name, type=Path, metavar=name.upper())
    parser.add_argument("--from", dest="first", type=parse_day, required=True, metavar="DAY")
    parser.add_argument("--to", dest="last", type=parse_day, metavar="DAY")
    options = parser.parse_args(arguments)
    days = Window(options.first, options.last or options.first).days
    texts = [each.text for each in read_archive(options.tweets).documents if each.day in days]
    print(json.dumps(compare(options.seed.read_text(), options.post.read_text(), texts), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
