"""How what `dawn_chorus` says becomes what Airflow understands: failures that stay, and a post that is an asset."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from dawn_chorus import pipeline
from dawn_chorus.errors import ChorusError
from dawn_chorus.publish.approval import Approval


@contextmanager
def plain_failures() -> Iterator[None]:
    """Do not retry what will not pass by itself."""
    try:
        yield
    except ChorusError as error:
        if error.may_pass:
            raise
        raise AirflowFailException(str(error)) from error


def published(chorus_run_id: int, answer: Mapping[str, Any] | None) -> dict[str, str | int]:
    """Publish a run's report; what its asset event carries. ``answer``: of the approval task, where there is one.

    Skips the task where nothing was committed, so that no event tells of a post that is not there.
    """
    made = pipeline.publish_report(chorus_run_id, approval=Approval.answered(answer) if answer else None)
    if not made.commit_sha:
        raise AirflowSkipException(made.told)
    return made.as_event()
