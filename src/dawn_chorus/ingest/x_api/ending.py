"""When a fetch ends: at its last page, when pages bring nothing new, or when enough was read. Pure."""

from dataclasses import dataclass, field

from dawn_chorus.ingest.x_api.page import Envelope
from dawn_chorus.ingest.x_api.progress import Outcome
from dawn_chorus.ingest.x_api.question import Question

MOST_IDLE_PAGES = 3  # without a tweet that this fetch has not seen; the platform sends an empty page now and then


@dataclass
class Watch:
    """What one process has seen of a fetch. A killed one's successor begins anew, and reads a few pages more."""

    most_tweets: int
    token: str | None = None
    tweets: int = 0
    _ids: set[str] = field(default_factory=set)
    _tokens: set[str] = field(default_factory=set)
    _idle_pages: int = 0

    def __post_init__(self) -> None:
        """The page that is asked for first was pointed at by its token."""
        if self.token is not None:
            self._tokens.add(self.token)

    def outcome_after(self, page: Envelope, question: Question) -> Outcome | None:
        """How the fetch ends with this page; None while it goes on, with ``token`` for the next page."""
        is_idle = self._ids.issuperset(page.tweet_ids)
        self._idle_pages = self._idle_pages + 1 if is_idle else 0
        self._ids.update(page.tweet_ids)
        self.tweets += len(page.tweet_ids)
        self.token = page.next_token
        if page.next_token is None:
            return "complete"
        if not question.is_windowed and page.is_before(question.start):
            return "complete"
        if page.next_token in self._tokens:
            return "looping"
        self._tokens.add(page.next_token)
        if self._idle_pages >= MOST_IDLE_PAGES:
            return "looping" if page.tweet_ids else "empty"
        return "limit" if self.tweets >= self.most_tweets else None
