"""What is answered to a good request: pages of tweets, accounts by handle, counts."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from tests.stand_in import dialect
from tests.stand_in.archive import Archive, Held, includes
from tests.stand_in.jobs import Jobs

Object = dict[str, Any]
RECENT_DAYS = 7
MOST_IDS = 100
_FROM = re.compile(r"from:(\w+)")
_PATHS = {
    "search": re.compile(r"/2/tweets/search/(recent|all)"),
    "counts": re.compile(r"/2/tweets/counts/(recent|all)"),
    "list": re.compile(r"/2/lists/([0-9]+)/tweets"),
    "user": re.compile(r"/2/users/([0-9]+)/tweets"),
    "users": re.compile(r"/2/users/by()"),
    "lookup": re.compile(r"/2/tweets()"),
    "job": re.compile(r"/2/compliance/jobs/([0-9]+)"),
}


class RefusedError(Exception):
    """A request that the API does not take; ``status`` and what it says."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


class Answers:
    """Answers from an archive. ``page_size`` bounds what a page holds; ``now`` is the API's clock.

    ``gone``: why a tweet is not given any more when it is asked for by its id: deleted, protected or suspended.
    ``jobs``: compliance jobs; None where the credential may not ask for any.
    """

    def __init__(self, archive: Archive, page_size: int = 100, now: dt.datetime | None = None) -> None:
        self._archive, self._page_size, self._now = archive, page_size, now
        self.gone: dict[str, str] = {}
        self.jobs: Jobs | None = None

    def answer(self, path: str, parameters: Mapping[str, str], fault: str | None = None) -> Object:
        """The answer to one request. Raises RefusedError."""
        for kind, pattern in _PATHS.items():
            match = pattern.fullmatch(path)
            if match:
                return getattr(self, f"_{kind}")(match[1], parameters, fault)  # type: ignore[no-any-return]
        raise RefusedError(404, f"no such endpoint: {path}")

    def _search(self, reach: str, parameters: Mapping[str, str], fault: str | None) -> Object:
        return self._page(self._matching(reach, parameters), "next_token", parameters, fault)

    def _list(self, _: str, parameters: Mapping[str, str], fault: str | None) -> Object:
        return self._page(self._archive.find(set()), "pagination_token", parameters, fault)

    def _user(self, account: str, parameters: Mapping[str, str], fault: str | None) -> Object:
        start, end = _moment(parameters, "start_time"), _moment(parameters, "end_time")
        return self._page(self._archive.find({account}, start, end), "pagination_token", parameters, fault)

    def _users(self, _: str, parameters: Mapping[str, str], __: str | None) -> Object:
        """Accounts by handle; those that there are not stand in ``errors``."""
        handles = parameters.get("usernames", "").split(",")
        found = {handle: self._archive.user(handle) for handle in handles}
        data = [{key: user[key] for key in ("id", "username", "name")} for user in found.values() if user]
        errors = [_not_found("user", handle) for handle, user in found.items() if user is None]
        return ({"data": data} if data else {}) | ({"errors": errors} if errors else {})

    def create(self, path: str) -> Object:
        """The answer to a request for a new job. Raises RefusedError."""
        if path != "/2/compliance/jobs":
            raise RefusedError(404, f"no such endpoint: {path}")
        if self.jobs is None:
            raise RefusedError(403, "Your client app is not configured with the appropriate access.")
        return {"data": self.jobs.create()}

    def _job(self, job_id: str, _: Mapping[str, str], __: str | None) -> Object:
        job = self.jobs.look(job_id) if self.jobs else None
        if job is None:
            raise RefusedError(404, f"no job {job_id}")
        return {"data": job}

    def _lookup(self, _: str, parameters: Mapping[str, str], fault: str | None) -> Object:
        """Tweets by id; those that are gone, or never were, stand in ``errors``."""
        ids = parameters.get("ids", "").split(",")
        if len(ids) > MOST_IDS:
            raise RefusedError(400, f"ids has {len(ids)} values")
        held = self._archive.by_ids(ids)
        gone = dict.fromkeys(ids, "deleted") if fault == "all-gone" else self.gone
        there = [each for each in held if str(each.tweet["id"]) not in gone]
        shown = there[: len(there) // 2] if fault in ("unanswered", "other-problem") else there
        missing = set(ids) - {str(each.tweet["id"]) for each in there}
        errors = [_is_gone(each, gone.get(each, "deleted")) for each in sorted(missing)]
        if fault == "other-problem":
            errors = [_other_problem(str(each.tweet["id"])) for each in there[len(shown) :]]
        page = dialect.envelope([each.tweet for each in shown], includes(shown), parameters)
        return spoiled(page | {"meta": {}} | ({"errors": errors} if errors else {}), "", fault)

    def _counts(self, reach: str, parameters: Mapping[str, str], _: str | None) -> Object:
        return {"data": [], "meta": {"total_tweet_count": len(self._matching(reach, parameters))}}

    def _matching(self, reach: str, parameters: Mapping[str, str]) -> Sequence[Held]:
        """Of a query only ``from:`` is understood; any other words match everything."""
        query = parameters.get("query", "")
        if not query or len(query) > 512:
            raise RefusedError(400, f"query has {len(query)} characters")
        start, end = _moment(parameters, "start_time"), _moment(parameters, "end_time")
        now = self._now or dt.datetime.now(dt.UTC)
        if reach == "recent" and start is not None and start < now - dt.timedelta(days=RECENT_DAYS):
            raise RefusedError(400, "start_time is more than 7 days ago")
        if end is not None and end > now - dt.timedelta(seconds=10):
            raise RefusedError(400, "end_time must be at least 10 seconds before the request")
        handles = _FROM.findall(query)
        users = [self._archive.user(handle) for handle in handles]
        authors = {str(user["id"]) for user in users if user}
        return self._archive.find(authors, start, end) if authors or not handles else []

    def _page(self, held: Sequence[Held], pager: str, parameters: Mapping[str, str], fault: str | None) -> Object:
        """One page, whole or with a fault in it."""
        size = min(int(parameters.get("max_results", "10")), self._page_size)
        token = parameters.get(pager, "t0")
        match = re.fullmatch(r"t([0-9]+)(?:e([0-9]+))?", token)
        if match is None:
            raise RefusedError(400, f"{pager} is invalid")
        begin, empty_pages = int(match[1]), int(match[2] or 0)
        end = begin + size
        if fault == "duplicate":
            begin = max(0, begin - size // 2)
        shown = [] if fault == "empty" else held[begin:end]
        following = (f"t{begin}e{empty_pages + 1}" if fault == "empty" else f"t{end}") if end < len(held) else None
        page = dialect.envelope([each.tweet for each in shown], includes(shown), parameters)
        page["meta"] = {"result_count": len(shown)} | ({"next_token": following} if following else {})
        return spoiled(page, token, fault)


def spoiled(page: Object, token: str, fault: str | None) -> Object:
    """A page with a fault of its own in it."""
    data = page["data"]
    if not data:
        del page["data"]
    if fault == "looping" and "next_token" in page["meta"]:
        page["meta"]["next_token"] = token
    elif fault == "no-meta":
        del page["meta"]
    elif fault == "partial":
        page["errors"] = [_not_found("user", "4040404"), _not_found("tweet", "4040405")]
    elif fault == "new-field":
        page["data"] = [{"mood": {"score": [1, 2]}, **each} for each in data]
    elif fault == "changed-type" and data:
        page["data"] = [{**data[0], "public_metrics": [1, 2, 3]}, *data[1:]]
    elif fault == "bare":
        page["data"] = [{"id": each.get("id"), "text": each.get("text")} for each in data]
        page.pop("includes", None)
    return page


def _not_found(kind: str, which: str) -> Object:
    return {
        "title": "Not Found Error",
        "detail": f"Could not find {kind} with id: [{which}].",
        "resource_type": kind,
        "resource_id": which,
        "value": which,
        "type": "https://api.x.com/2/problems/resource-not-found",
    }


def _is_gone(tweet_id: str, why: str) -> Object:
    """How a tweet that is gone is told; of one whose author was suspended by its detail alone."""
    if why == "deleted":
        return _not_found("tweet", tweet_id) | {"parameter": "ids"}
    because = ": its author is suspended" if why == "suspended" else ""
    return _not_found("tweet", tweet_id) | {
        "title": "Authorization Error",
        "detail": f"Sorry, you are not authorized to see the Tweet with ids: [{tweet_id}]{because}.",
        "type": "https://api.x.com/2/problems/not-authorized-for-resource",
    }


def _other_problem(tweet_id: str) -> Object:
    """A problem that is none of the tweet's."""
    return _not_found("tweet", tweet_id) | {
        "title": "Service Unavailable",
        "detail": "Service Unavailable",
        "type": "https://api.x.com/2/problems/service-unavailable",
    }


def _moment(parameters: Mapping[str, str], name: str) -> dt.datetime | None:
    given = parameters.get(name)
    try:
        return dt.datetime.fromisoformat(given) if given else None
    except ValueError:
        raise RefusedError(400, f"{name} is no time") from None
