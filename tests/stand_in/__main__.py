"""``python -m tests.stand_in``: the stand-in for a rehearsal without the X API and without its price."""

import argparse
import contextlib
import sys
from pathlib import Path

from tests.stand_in.answers import Answers
from tests.stand_in.archive import Archive
from tests.stand_in.faults import NAMES, Fault, Plan
from tests.stand_in.server import StandIn

SAMPLE = Path(__file__).resolve().parents[2] / "include" / "sample" / "twitter_ai"


def _fault(text: str) -> Fault:
    """A fault of the command line."""
    try:
        return Fault.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.stand_in",
        description="Serves X API v2 pages from files on 127.0.0.1, in both dialects, and fails on demand.",
        epilog=f"Faults: {', '.join(NAMES)}; written NAME@N (the N-th request), NAME@N-M or NAME%%P (percent).",
    )
    parser.add_argument("paths", nargs="*", type=Path, default=[SAMPLE], help="files or folders; default: the sample")
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument("--token", help="answer only this bearer token; default: any")
    parser.add_argument("--page-size", type=int, default=100, help="most tweets of a page")
    parser.add_argument("--rate", type=int, default=0, help="requests before 429; default: no limit")
    parser.add_argument("--rate-seconds", type=int, default=900, help="until they are counted anew")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--fault", action="append", type=_fault, default=[], metavar="FAULT", dest="faults")
    parser.add_argument("--gone", action="append", default=[], metavar="TWEET_ID", help="a tweet that was deleted")
    parser.add_argument("--seed", type=int, default=1, help="of the faults by chance")
    given = parser.parse_args()
    archive = Archive.read(given.paths)
    answers = Answers(archive, given.page_size)
    answers.gone = dict.fromkeys(given.gone, "deleted")
    stand_in = StandIn(
        answers,
        Plan(given.faults, given.seed),
        token=given.token,
        port=given.port,
        rate=given.rate,
        rate_seconds=given.rate_seconds,
        delay=given.delay,
    )
    address = f"http://:TOKEN@127.0.0.1:{stand_in.port}/?archive_pause=0"
    sys.stdout.write(f"{len(archive)} tweets. Point chorus at it: AIRFLOW_CONN_X_API='{address}'\n")
    sys.stdout.flush()
    with contextlib.suppress(KeyboardInterrupt):
        stand_in.serve()


if __name__ == "__main__":
    main()
