"""Write the sample week.

Everything comes from the word files beside this script and a seed; the same seed gives the same bytes.

  python include/sample/generate.py            write the files, print what they hold
  python include/sample/generate.py --check    say whether the files on disk are current; exit 1 where they are not

Files: twitter_ai/<day>.jsonl.gz (one X API v2 page a line), late/ (delivered after the week), truth.json (what was
planted), deletions.json (tweets to be forgotten).
"""

import argparse
import gzip
import sys
from pathlib import Path

import truth
from texts import HERE
from week import Week, plan

SEED = 20260302  # the first day; any number gives another week about the same stories


def files(week: Week) -> dict[str, bytes]:
    """Every generated file of ``week``: its path below the sample's folder, and its bytes."""
    written = {delivery.name: delivery.gzipped() for delivery in week.deliveries}
    for name, value in (("truth.json", truth.truth(week)), ("deletions.json", truth.deletions(week))):
        written[name] = (truth.dump(value) + "\n").encode()
    return written


def write(folder: Path, contents: dict[str, bytes]) -> None:
    """Write ``contents`` below ``folder``."""
    for name, data in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def stale(folder: Path, contents: dict[str, bytes]) -> list[str]:
    """Names of the files below ``folder`` that are missing, differ, or that no generator wrote.

    Archives are compared by what they hold: another version of zlib may pack the same lines into other bytes.
    """
    there = {str(path.relative_to(folder)) for path in folder.glob("*/*.jsonl.gz")}
    differing = {name for name, data in contents.items() if _held(folder / name) != _unpacked(name, data)}
    return sorted(differing | (there - contents.keys()))


def _held(path: Path) -> bytes | None:
    """What the file at ``path`` holds; None where there is no such file or it is broken."""
    try:
        return _unpacked(path.name, path.read_bytes())
    except (OSError, EOFError):
        return None


def _unpacked(name: str, data: bytes) -> bytes:
    """The content of a file's bytes."""
    return gzip.decompress(data) if name.endswith(".gz") else data


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--seed", type=int, default=SEED, help="another week about the same stories (default: %(default)s)"
    )
    parser.add_argument("--into", type=Path, default=HERE, help="folder to write to (default: beside this script)")
    parser.add_argument("--check", action="store_true", help="write nothing; say whether the files are current")
    options = parser.parse_args(arguments)
    week = plan(options.seed)
    contents = files(week)
    if options.check:
        return _report(stale(options.into, contents))
    write(options.into, contents)
    for delivery in week.deliveries:
        size = len(contents[delivery.name]) / 1000
        print(f"{delivery.name:36} {delivery.records:5} records {size:6.0f} kB")
    print(f"{len(week.stories)} stories, {len(week.drafts)} tweets; what was planted stands in truth.json")
    return 0


def _report(names: list[str]) -> int:
    """Print the outcome of a check; returns the exit code."""
    if not names:
        print("The sample is current.")
        return 0
    print(f"The sample is not current: {', '.join(names)}", file=sys.stderr)
    print("  → Run python include/sample/generate.py and commit what it writes.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
