"""Batch compliance jobs: opened, fed with ids, looked at until they are complete, and read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

STORAGE = "/storage/"


@dataclass
class Jobs:
    """All jobs of the stand-in at ``address``. ``looks``: how often a job is looked at before it is complete.

    ``gone``: reasons by tweet id. ``status`` and ``noise``: another end, and lines put before the results.
    """

    address: str
    gone: Mapping[str, str]
    looks: int = 2
    status: str = "complete"
    noise: str = ""
    given: dict[str, list[str]] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)

    def create(self) -> dict[str, Any]:
        """Open a job."""
        job_id = str(9001 + len(self.left))
        self.left[job_id] = self.looks
        return self._shown(job_id, "created")

    def look(self, job_id: str) -> dict[str, Any] | None:
        """How a job is."""
        if job_id not in self.left:
            return None
        if job_id not in self.given:
            return self._shown(job_id, "created")
        self.left[job_id] -= 1
        return self._shown(job_id, "in_progress" if self.left[job_id] >= 0 else self.status)

    def put(self, path: str, body: bytes) -> bool:
        """Take a file of ids."""
        job_id = path.removeprefix(STORAGE)
        self.given[job_id] = body.decode().split()
        return job_id in self.left

    def results(self, path: str) -> bytes:
        """The events of a job's tweets, one a line."""
        ids = self.given.get(path.removeprefix(STORAGE), [])
        events = [{"id": each, "action": "delete", "reason": self.gone[each]} for each in ids if each in self.gone]
        return (self.noise + "".join(json.dumps(each) + "\n" for each in events)).encode()

    def _shown(self, job_id: str, status: str) -> dict[str, Any]:
        place = f"{self.address}{STORAGE}{job_id}"
        return {"id": job_id, "type": "tweets", "status": status, "upload_url": place, "download_url": place}
