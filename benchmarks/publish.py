"""What one post costs in a blog's repository that has grown for years.

    python benchmarks/publish.py --posts N

Makes up a bare repository with N posts, each a text and a picture of 60 kB together (seeded; 300 MB for 5,000) and a
commit of its own, in packs of a thousand posts as a server tidies them up, and brings one more post to it over
``file://`` by each method. One JSON line per method:

    dawn_chorus   the product's own path with nothing at hand: a bare cache without contents, one commit by plumbing,
                  pushed, and asked for again to see that it arrived
    again         the same for the next post, with the cache at hand
    clone_depth_1 ``git clone --depth 1``, the files copied into the checkout, ``git add``, ``commit``, ``push``

and a last one, ``ratio``: seconds of the clone over ours. ``disk_mb`` is what the method has left in its folder. Making
up is outside; everything is gone at the end.
"""

import argparse
import datetime as dt
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from dawn_chorus.errors import ChorusError
from dawn_chorus.publish.change import Author, Change
from dawn_chorus.publish.git import init_remote, missing_files, publish_files
from dawn_chorus.publish.repository import Remote

TEXT_WORDS = 1_000  # of a post, 7 bytes each
WORDS = 5_000
POSTS_PER_PACK = 1_000  # what a server puts into one pack when it tidies up
PICTURE_BYTES = 53_000  # with its text 60 kB a post: 5,000 posts are 300 MB
MEGABYTE = 1_000_000
FIGURES = 3  # decimals
FIRST_DAY = dt.date(2012, 1, 1)
AUTHOR = Author("Dawn Chorus", "dawn-chorus@localhost")
IDENTITY = ("-c", f"user.name={AUTHOR.name}", "-c", f"user.email={AUTHOR.email}", "-c", "commit.gpgSign=false")


def make_up(repository: Path, posts: int) -> None:
    """A bare repository with ``posts`` posts on ``main``, a commit for each, as years of pushes leave it."""
    init_remote(repository, "main")
    stream = repository.with_suffix(".stream")
    with stream.open("wb") as target:
        target.writelines(_import_stream(posts))
    with stream.open("rb") as source:
        subprocess.run(["git", "-C", str(repository), "fast-import", "--quiet"], stdin=source, check=True)
    stream.unlink()


def _import_stream(posts: int) -> Iterator[bytes]:
    """What ``git fast-import`` reads."""
    chance = random.Random(posts)  # noqa: S311 - no secret
    words = [chance.randbytes(3).hex() for _ in range(WORDS)]
    for number in range(posts):
        yield b"commit refs/heads/main\ncommitter Dawn Chorus <dawn-chorus@localhost> %d +0000\n" % (
            1_325_376_000 + number * 86_400
        )
        yield b"data 4\npost\n"
        for path, content in _post(number, words, chance).items():
            yield b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(content), content)
        if number % POSTS_PER_PACK == POSTS_PER_PACK - 1:
            yield b"checkpoint\n\n"


def _post(number: int, words: Sequence[str], chance: random.Random) -> dict[str, bytes]:
    """A text of words and a picture, which no packing makes smaller."""
    day = FIRST_DAY + dt.timedelta(number)
    text = f"---\ntitle: post {number}\n---\n" + " ".join(chance.choices(words, k=TEXT_WORDS))
    return {
        f"_posts/{day}-twitter-ai-{number}.md": text.encode(),
        f"assets/images/{day:%Y}/{day:%m}/wordcloud_{number}.jpg": chance.randbytes(PICTURE_BYTES),
    }


def dawn_chorus(repository: Path, folder: Path, files: dict[str, bytes]) -> None:
    """Publish and verify as the product does."""
    remote = Remote(repository.as_uri(), "main", folder)
    revise = {path: lambda olds: olds[0] for path in files if path.startswith("_posts/")}
    commit = publish_files(remote, Change(files, "one more", AUTHOR, dt.datetime.now(dt.UTC), revise=revise))
    if missing_files(remote, commit.files):
        raise ChorusError("The post did not arrive.", remedy="Look at the repository by hand.")


def clone_depth_1(repository: Path, folder: Path, files: dict[str, bytes]) -> None:
    """What a script would do."""
    _git("clone", "--quiet", "--depth", "1", repository.as_uri(), str(folder))
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    _git("-C", str(folder), "add", *files)
    _git("-C", str(folder), *IDENTITY, "commit", "--quiet", "--message", "one more")
    _git("-C", str(folder), "push", "--quiet", "origin", "main")


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True)


Method = Callable[[Path, Path, dict[str, bytes]], None]
# Name, method, and the folder that it works in.
METHODS: tuple[tuple[str, Method, str], ...] = (
    ("dawn_chorus", dawn_chorus, "cache"),
    ("again", dawn_chorus, "cache"),
    ("clone_depth_1", clone_depth_1, "clone"),
)


def measure(posts: int, room: Path) -> Iterator[dict[str, object]]:
    """The lines, one by one."""
    repository, chance = room / "blog.git", random.Random(0)  # noqa: S311 - no secret
    make_up(repository, posts)
    took: dict[str, float] = {}
    for number, (name, method, folder) in enumerate(METHODS):
        files = _post(posts + number, ["dawn", "chorus"], chance)
        begun = time.perf_counter()
        method(repository, room / folder, files)
        took[name] = time.perf_counter() - begun
        yield {"method": name, "seconds": round(took[name], FIGURES), "disk_mb": disk_mb(room / folder)}
    yield {"ratio": round(took["clone_depth_1"] / took["dawn_chorus"], 1)}


def disk_mb(folder: Path) -> float:
    """Size of all files, in millions of bytes."""
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / MEGABYTE, FIGURES)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--posts", type=int, default=5000, metavar="N")
    posts = parser.parse_args().posts
    if posts < 1:
        parser.error("--posts must be at least 1")
    room = Path(tempfile.mkdtemp(prefix="chorus-benchmark-"))
    try:
        for line in measure(posts, room):
            print(json.dumps(line), flush=True)
    except (ChorusError, subprocess.CalledProcessError, OSError) as error:
        sys.exit(f"could not run: {error}")
    finally:
        shutil.rmtree(room, ignore_errors=True)


if __name__ == "__main__":
    main()
