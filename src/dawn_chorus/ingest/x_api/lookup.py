"""What the X API says of tweets that are asked for by id: there, gone and why, or nothing that can be relied on. Pure.

Gone is only what the answer says is gone, of a tweet that was asked for, in one of the two ways that the platform has
for it. An id that is missing from the answer, or stands in it with any other problem, is not known: asked again later.
"""

from collections.abc import Collection, Mapping
from typing import Literal

from dawn_chorus.errors import FetchDelayedError
from dawn_chorus.ingest.splitting import elements, members
from dawn_chorus.ingest.x_api.page import PageProblem, ids_of, problems_of

Outcome = Literal["there", "deleted", "protected", "suspended"]

TWEETS = "/2/tweets"
MOST_IDS = 100  # of one request
_NOT_FOUND, _NOT_AUTHORIZED = "/problems/resource-not-found", "/problems/not-authorized-for-resource"
_KINDS = ("tweet", "post")


def outcomes(body: bytes, asked: Collection[int]) -> dict[int, Outcome]:
    """What an answer says of the tweets that were asked for; of those it says nothing of, nothing.

    Raises FetchDelayedError for JSON that is no answer to such a question.
    """
    answer = members(body)
    if answer.keys().isdisjoint({"data", "errors"}):
        keys = ", ".join(sorted(answer)[:8]) or "no keys"
        raise FetchDelayedError(
            f"The X API's answer about tweets has neither data nor errors, but {keys}.",
            remedy="Run it again later; nothing was taken for deleted.",
        )
    wanted = {str(each): each for each in asked}
    there = {wanted[each] for each in ids_of(elements(answer.get("data", b""))) if each in wanted}
    gone = {
        wanted[problem.resource]: why
        for problem in problems_of(answer.get("errors", b""))
        if problem.resource in wanted and (why := _why(problem)) is not None
    }
    found: Mapping[int, Outcome] = dict.fromkeys(there, "there")
    return {**gone, **found}


def _why(problem: PageProblem) -> Outcome | None:
    """Why a tweet is gone; None for a problem that does not say so."""
    if problem.resource_type not in _KINDS:
        return None
    if problem.type.endswith(_NOT_FOUND):
        return "deleted"
    if problem.type.endswith(_NOT_AUTHORIZED):
        return "suspended" if "suspended" in problem.detail.lower() else "protected"
    return None
