"""Failures that a user can meet: one clear line that says what happened, and one that says what to do."""

from functools import partial


class ChorusError(Exception):
    """An expected failure.

    ``message`` is one line in plain language; ``remedy`` says what to do next. The command line prints both and exits
    with 1; in Airflow they are the task's exception text. ``may_pass``: a retry later may succeed with nothing changed.
    """

    may_pass = False

    def __init__(self, message: str, *, remedy: str) -> None:
        super().__init__(f"{message}\n  → {remedy}")
        self.message = message
        self.remedy = remedy

    def __reduce__(self) -> tuple[partial["ChorusError"], tuple[str]]:
        """Pickle with the remedy, so that a worker process can hand the error to its parent."""
        return partial(type(self), remedy=self.remedy), (self.message,)


class ChannelError(ChorusError):
    """A channel file that is missing or wrong; names the file, the key and the remedy."""


class InputError(ChorusError):
    """Input that cannot be read: a missing file, a broken archive, a format nobody knows."""


class DatabaseError(ChorusError):
    """Postgres is down, refuses us, or its schema is not ours."""

    may_pass = True


class BlockedWindowError(ChorusError):
    """A window whose input is not good enough for a report: trying again would not help, better input would."""


class EmptyWindowError(BlockedWindowError):
    """A window without a single tweet: there is nothing to analyse and nothing to publish."""


class PublishError(ChorusError):
    """The blog's repository cannot be reached, refuses the push, or shows something else afterwards."""

    may_pass = True


class FetchError(ChorusError):
    """A source on the network refuses us, or does not give what was asked for: asking again would not help."""


class FetchForbiddenError(FetchError):
    """A source on the network does not let our credential do this, whoever asks and whenever."""


class FetchDelayedError(FetchError):
    """A source on the network cannot be reached, fails, or makes us wait for longer than a task should."""

    may_pass = True


class BudgetError(ChorusError):
    """The next request could cost more than the channel may spend; it was not sent."""
