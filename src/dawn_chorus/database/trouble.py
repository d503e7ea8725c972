"""Errors of Postgres that are no fault of a statement: it is short of something, or goes down in the middle of it."""

from dawn_chorus.errors import DatabaseError

UNREACHABLE = "57P"  # begins the SQLSTATEs of a server that shuts down, crashed, starts or lost the database

# What Postgres is short of, and what to do: by SQLSTATE, or the class that begins it. The first that fits counts.
_SHORTAGES = {
    "53100": ("disk space", "Make room on its disk, then run it again; nothing was changed."),
    "53200": ("memory", "Give it more memory, or end what else takes it, then run it again."),
    "53300": ("connections", "End sessions that nobody needs or raise max_connections, then run it again."),
    "53": ("what it needs", "Its log says more; mend that, then run it again."),
    "58": ("a disk that works", "Its log says more; mend that, then run it again."),
}


def sqlstate(error: BaseException | None) -> str:
    """The SQLSTATE of a driver's error; empty where it has none, as when no server answered."""
    return getattr(error, "pgcode", None) or ""


def said(error: BaseException | None) -> str:
    """The driver's own words, on one line."""
    return " ".join(str(error).split())


def shortage(error: BaseException | None) -> DatabaseError | None:
    """What to raise for a driver's error that says that Postgres is short of something; None for any other."""
    for state, (what, remedy) in _SHORTAGES.items():
        if sqlstate(error).startswith(state):
            return DatabaseError(f"Postgres is short of {what}: {said(error)}", remedy=remedy)
    return None
