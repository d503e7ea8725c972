"""Python's search for cycles of objects, which looks at every object that lives, again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Search for no cycles: a stage makes millions of objects that live as long as it does, and hardly a cycle.

    It saves a tenth of the CPU of a report on 20,000 tweets. Whatever happens, the search goes on after it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
