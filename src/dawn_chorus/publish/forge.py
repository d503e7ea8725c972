"""Pull requests on GitHub, and on Gitea and Forgejo, whose API is the same in all that is needed here.

One request for each branch that proposes: an open one is kept, and one that people closed is not opened again while the
branch is what it was.
"""

import json
import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import httpx

from dawn_chorus.connection import Secret
from dawn_chorus.destination import Blog
from dawn_chorus.errors import PublishError
from dawn_chorus.publish.change import Commit
from dawn_chorus.publish.web import Answer, open_client, send
from dawn_chorus.report.escape import plain

ATTEMPTS = 4  # of one request that fails in a way that may pass
PAUSE_SECONDS = 0.5  # doubled with every attempt
PAGE = 50  # pull requests: the most that Gitea gives by default
MOST_PAGES = 20
REASON_LENGTH = 200  # characters of the other side's words in an error

_PASSING = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT)
_TAKEN = (HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY)  # Gitea's and GitHub's word for "there is one"


@dataclass(frozen=True)
class Forge:
    """The repository ``owner/name`` behind the API at ``api``. ``sleep`` is the world's, but for tests."""

    api: str
    owner: str
    name: str
    token: Secret
    sleep: Callable[[float], None] = time.sleep

    @classmethod
    def of(cls, blog: Blog, address: str, token: Secret) -> "Forge":
        """The one that a remote's address belongs to. Raises PublishError for an address that names no repository."""
        host, owner, name = _parts(address)
        usual = "https://api.github.com" if host.endswith("//github.com") else f"{host}/api/{_VERSIONS[blog.forge]}"
        return cls((blog.api or usual).rstrip("/"), owner, name, token)

    def request(self, commit: Commit, base: str, title: str, body: str) -> str:
        """The address of the pull request of the commit's branch to ``base``, opened unless it is there.

        Raises PublishError.
        """
        headers = {"Authorization": f"token {self.token.reveal()}", "Accept": "application/json"}
        with open_client(self.api, headers) as http:
            found = self._find(http, commit, base)
            if found is None:
                wish = {"title": title, "body": body, "head": commit.branch, "base": base}
                answer = self._ask(http, "POST", {}, wish)
                found = self._find(http, commit, base) if answer.status in _TAKEN else self._read(answer, dict)
                if found is None:
                    raise self._refusal(answer)
        return plain(str(found.get("html_url", "")))

    def _find(self, http: httpx.Client, commit: Commit, base: str) -> dict[str, Any] | None:
        """The newest request of the branch, if it is open or was closed as the branch is now."""
        try:
            each = next(each for each in self._requests(http, commit.branch) if self._is_ours(each, commit, base))
            return each if each["state"] == "open" or each["head"]["sha"] == commit.sha else None
        except StopIteration:
            return None
        except (AttributeError, KeyError, TypeError):
            raise self._nonsense() from None

    def _is_ours(self, request: dict[str, Any], commit: Commit, base: str) -> bool:
        """Whether a request is from the commit's branch of this repository, not of somebody's copy, to ``base``."""
        head = request["head"]
        repository = str((head["repo"] or {}).get("full_name"))
        is_here = repository.lower() == f"{self.owner}/{self.name}".lower()
        return is_here and (head["ref"], request["base"]["ref"]) == (commit.branch, base)

    def _requests(self, http: httpx.Client, branch: str) -> Iterator[dict[str, Any]]:
        """All requests, newest first; GitHub leaves out those of other branches."""
        about = {"state": "all", "head": f"{self.owner}:{branch}", "per_page": str(PAGE), "limit": str(PAGE)}
        for page in range(1, MOST_PAGES + 1):
            listed = self._read(self._ask(http, "GET", about | {"page": str(page)}), list)
            yield from listed
            if len(listed) < PAGE:
                return

    def _ask(self, http: httpx.Client, method: str, query: Mapping[str, str], content: object | None = None) -> Answer:
        """Ask until there is an answer that will not change by itself. Raises PublishError."""
        url = f"{self.api}/repos/{self.owner}/{self.name}/pulls"
        for attempt in range(ATTEMPTS):
            try:
                answer = send(http, method, url, query, content)
            except httpx.HTTPError as error:
                words = self.token.hide(plain(str(error))) or type(error).__name__
            else:
                if answer.status < HTTPStatus.INTERNAL_SERVER_ERROR and answer.status not in _PASSING:
                    return answer
                words = f"HTTP {answer.status}"
            self.sleep(random.uniform(0, PAUSE_SECONDS * 2**attempt))  # noqa: S311 - no secret
        raise PublishError(f"{self.api} failed {ATTEMPTS} times: {words}.", remedy="Run it again later.")

    def _read(self, answer: Answer, kind: type[Any]) -> Any:  # noqa: ANN401 - JSON
        """The content of a good answer. Raises PublishError for any other."""
        if answer.status not in (HTTPStatus.OK, HTTPStatus.CREATED):
            raise self._refusal(answer)
        try:
            content = json.loads(answer.body)
        except ValueError:
            content = None
        if not isinstance(content, kind):
            raise self._nonsense()
        return content

    def _nonsense(self) -> PublishError:
        return PublishError(f"{self.api} answers with something else than pull requests.", remedy="Check blog.api.")

    def _refusal(self, answer: Answer) -> PublishError:
        words = self.token.hide(plain(answer.body.decode(errors="replace")))[:REASON_LENGTH]
        return PublishError(
            f"{self.api} refuses pull requests of {self.owner}/{self.name} (HTTP {answer.status}): {words}",
            remedy="The token of blog.connection must be allowed to write pull requests there; check blog.forge.",
        )


_VERSIONS = {"github": "v3", "gitea": "v1"}


def _parts(address: str) -> tuple[str, str, str]:
    """Scheme and host, owner and name of a repository by its address over https or ssh."""
    if "://" not in address:
        login, _, path = address.partition(":")
        address = f"ssh://{login}/{path}"
    url = urlsplit(address)
    names = [part for part in url.path.split("/") if part]
    if not url.hostname or len(names) < 2:
        raise PublishError(
            f"{address.rpartition('@')[2]} names no repository on a host that takes pull requests.",
            remedy="Give blog.remote as https://HOST/OWNER/NAME.git, or use mode: push.",
        )
    is_web = url.scheme in ("http", "https")
    host = f"{url.scheme}://{url.netloc.rpartition('@')[2]}" if is_web else f"https://{url.hostname}"
    return host, names[-2], names[-1].removesuffix(".git")
