"""Drafts as pages of the X API v2, the way a collector stores them: newest first, at most 100 records a page."""

import html
import json
import random
import re
from typing import Any

import clock
import flaws
from cast import Account
from draft import Draft

PAGE = 100  # records, the API's limit
OVERLAP = 2  # records that the second page repeats from the first: tweets arrived while the collector turned it
NOTE_LENGTH = 280  # longer texts are cut and come whole in note_tweet; Han characters count twice
DISPLAY_LENGTH = 26  # signs of a link that X shows
RETWEET_LENGTH = 140  # the text of a retweet is cut here, as X has always done

_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\uffef]")
_ENTITIES = {
    "mentions": (re.compile(r"(?<![\w@])@(\w{1,15})", re.ASCII), "username"),
    "hashtags": (re.compile(r"(?<![\w&#])#(\w*[^\W\d_]\w*)"), "tag"),
    "cashtags": (re.compile(r"(?<![\w$])\$([A-Z]{1,6})\b"), "tag"),
}

Record = dict[str, Any]


class Renderer:
    """Turns drafts into API records; keeps the short link and the counters of each, so that copies agree."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._short: dict[int, str] = {}
        self._counts: dict[int, dict[str, int]] = {}

    def record(self, draft: Draft) -> Record:
        """``draft`` as a tweet object of the API."""
        text, urls = self._linked(draft)
        record: Record = {
            "id": str(draft.id),
            "text": text,
            "author_id": str(draft.author.id),
            "created_at": clock.stamp(draft.moment),
            "lang": draft.language,
            "conversation_id": str(draft.lost_ref or draft.root.id),
            "edit_history_tweet_ids": [str(one.id) for one in (draft.first_version, draft) if one],
            "possibly_sensitive": False,
            "public_metrics": self._metrics(draft),
        }
        record.update(self._note(draft, text))
        if entities := _entities(record["text"], urls):
            record["entities"] = entities
        return record | _relations(draft)

    def page(self, records: list[Record], drafts: list[Draft], token: str | None) -> Record:
        """One response: ``records`` made of ``drafts``, the users and tweets they refer to, and the meta block."""
        refs = {draft.ref.id: draft.ref for draft in drafts if draft.ref is not None}
        people = {one.author.handle: one.author for one in [*drafts, *refs.values()]}
        ids = [draft.id for draft in drafts]
        meta = {"result_count": len(records), "newest_id": str(max(ids)), "oldest_id": str(min(ids))}
        response: Record = {
            "data": records,
            "includes": {
                "tweets": [self.record(ref) for ref in refs.values()],
                "users": [user(account) for account in people.values()],
            },
            "meta": meta | ({"next_token": token} if token else {}),
        }
        if lost := [_not_found(draft) for draft in drafts if draft.lost_ref]:
            response["errors"] = lost
        return response

    def _linked(self, draft: Draft) -> tuple[str, list[Record]]:
        """The text as X shows it (escaped, with @name or RT and short links) and what the links stand for."""
        text = html.escape(draft.text, quote=False)
        if draft.verb == "retweeted" and draft.ref is not None:
            text = f"RT @{draft.ref.author.handle}: {text}"
            return text if len(text) <= RETWEET_LENGTH else f"{text[: RETWEET_LENGTH - 1]}…", []
        if draft.verb == "replied_to" and draft.ref is not None:
            text = f"@{draft.ref.author.handle} {text}"
        target = f"https://{draft.link}" if draft.link else None
        if draft.verb == "quoted" and draft.ref is not None:
            target = f"https://twitter.com/{draft.ref.author.handle}/status/{draft.ref.id}"
        if target is None:
            return text, []
        short = self._shorten(draft)
        shown = target.removeprefix("https://")[:DISPLAY_LENGTH]
        return f"{text} {short}", [{"url": short, "expanded_url": target, "display_url": shown}]

    def _shorten(self, draft: Draft) -> str:
        """The t.co link of ``draft``."""
        if draft.id not in self._short:
            self._short[draft.id] = "".join(self._rng.choices(_SIGNS, k=10))
        return f"https://t.co/{self._short[draft.id]}"

    def _note(self, draft: Draft, text: str) -> Record:
        """The cut text and the whole one of a tweet too long to be one; nothing for others."""
        if draft.verb == "retweeted" or len(text) + len(_WIDE.findall(text)) <= NOTE_LENGTH:
            return {}
        room = NOTE_LENGTH // 2 if draft.language == "zh" else NOTE_LENGTH
        return {"text": f"{text[: room - 1]}…", "note_tweet": {"text": text}}

    def _metrics(self, draft: Draft) -> dict[str, int]:
        """Public counters: what the sample itself holds, and what a following of that size adds unseen."""
        if draft.verb == "retweeted" and draft.ref is not None:
            original = self._metrics(draft.ref)
            return dict.fromkeys(original, 0) | {"retweet_count": original["retweet_count"]}
        if draft.id not in self._counts:
            reposts = draft.engagements.get("retweeted", 0)
            unseen = int(draft.author.followers**0.6 * self._rng.lognormvariate(-2, 0.8))
            self._counts[draft.id] = {
                "retweet_count": reposts + unseen // 6,
                "reply_count": draft.engagements.get("replied_to", 0) + unseen // 9,
                "like_count": 3 * reposts + unseen,
                "quote_count": draft.engagements.get("quoted", 0) + unseen // 25,
                "bookmark_count": unseen // 11,
                "impression_count": 40 * unseen + 25,
            }
        return self._counts[draft.id]


def user(account: Account) -> Record:
    """``account`` as a user object of the API."""
    return {
        "id": str(account.id),
        "username": account.handle,
        "name": account.name,
        "description": account.description,
        "created_at": clock.stamp(account.created),
        "verified": account.is_verified,
        "protected": False,
        "public_metrics": {
            "followers_count": account.followers,
            "following_count": account.following,
            "tweet_count": account.tweets,
            "listed_count": account.followers // 90,
        },
    }


def _relations(draft: Draft) -> Record:
    """What the tweet points at, whom it answers, and where it is withheld."""
    fields: Record = {}
    if draft.ref is not None:
        fields["referenced_tweets"] = [{"type": draft.verb, "id": str(draft.ref.id)}]
        if draft.verb == "replied_to":
            fields["in_reply_to_user_id"] = str(draft.ref.author.id)
    elif draft.lost_ref:
        fields["referenced_tweets"] = [{"type": "replied_to", "id": str(draft.lost_ref)}]
    if draft.family == "html_iframe":
        fields["withheld"] = {"copyright": False, "country_codes": [flaws.WITHHELD_COUNTRY]}
    return fields


def _entities(text: str, urls: list[Record]) -> Record:
    """Mentions, tags and links of ``text``; offsets count code points, as the API's do."""
    entities: Record = {}
    for kind, (pattern, key) in _ENTITIES.items():
        if found := [{"start": m.start(), "end": m.end(), key: m[1]} for m in pattern.finditer(text)]:
            entities[kind] = found
    placed = [{"start": text.find(one["url"]), "end": text.find(one["url"]) + len(one["url"]), **one} for one in urls]
    if kept := [one for one in placed if one["start"] >= 0]:
        entities["urls"] = kept
    return entities


def _not_found(draft: Draft) -> Record:
    """The API's partial error for a referenced tweet that was deleted."""
    lost = str(draft.lost_ref)
    return {
        "value": lost,
        "resource_id": lost,
        "resource_type": "tweet",
        "parameter": "referenced_tweets.id",
        "title": "Not Found Error",
        "detail": f"Could not find tweet with referenced_tweets.id: [{lost}].",
        "type": "https://api.twitter.com/2/problems/resource-not-found",
    }


def dump(response: Record) -> bytes:
    """One line of a day's file; a lone surrogate leaves as the JSON escape it came in as."""
    text = json.dumps(response, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", errors="backslashreplace") + b"\n"
