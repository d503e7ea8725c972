"""COPY that is interrupted: the driver makes another error of what was raised, and we make it what it was again."""

import gc
import random
import signal
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from dawn_chorus.database.connect import transaction
from dawn_chorus.ingest.copying import copy_rows

TIMES = 20
LONGEST_SECONDS = 0.03
MOST_ROWS = 2_000_000  # some seconds: an alarm that is lost fails the test, and fills no disk
SEED = 20300504


class Interrupted(BaseException):
    """What a signal's handler raises."""


@pytest.fixture
def interrupt_after() -> Iterator[Callable[[float], None]]:
    """Raises Interrupted after so many seconds, wherever the program is then.

    Without the garbage collector: what is raised while it calls a destructor is lost, as Python has it.
    """

    def interrupt(*_: object) -> None:
        raise Interrupted

    gc.disable()
    before = signal.signal(signal.SIGALRM, interrupt)
    yield lambda seconds: signal.setitimer(signal.ITIMER_REAL, seconds) and None
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)
    gc.enable()


def _copy_numbers(numbers: Iterator[int]) -> None:
    with transaction("loader") as connection:
        connection.execute(sa.text("CREATE TABLE facts.numbers (number bigint)"))
        copy_rows(connection, "numbers", ((number,) for number in numbers))


@pytest.mark.usefixtures("database")
def test_a_signal_at_any_instant_of_a_copy_is_raised_as_itself(interrupt_after: Callable[[float], None]) -> None:
    chance = random.Random(SEED)

    def numbers() -> Iterator[int]:
        interrupt_after(chance.uniform(0.001, LONGEST_SECONDS))
        yield from range(MOST_ROWS)

    for _ in range(TIMES):
        with pytest.raises(Interrupted):
            _copy_numbers(numbers())


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, ZeroDivisionError])
def test_what_ends_the_rows_is_raised_as_itself_and_nothing_is_left(
    database: sa.Engine, error: type[BaseException]
) -> None:
    def dying() -> Iterator[int]:
        yield 1
        raise error

    with pytest.raises(error):
        _copy_numbers(dying())
    with database.connect() as connection:
        assert connection.scalar(sa.text("SELECT to_regclass('facts.numbers')")) is None
