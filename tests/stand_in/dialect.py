"""The two dialects of the X API v2: files lie here in the older one and are served in the one that is asked for."""

from collections.abc import Mapping, Sequence
from typing import Any

Object = dict[str, Any]

_NAMES = {
    "note_tweet": "note_post",
    "referenced_tweets": "referenced_posts",
    "edit_history_tweet_ids": "edit_history_post_ids",
}
ALWAYS = {"id", "text", "edit_history_tweet_ids", "edit_history_post_ids"}  # sent unasked


def is_newer(parameters: Mapping[str, str]) -> bool:
    """Whether a request asks in the dialect since 2.167."""
    return "post.fields" in parameters


def to_newer(tweet: Mapping[str, Any]) -> Object:
    """A tweet with the newer names."""
    renamed = {_NAMES.get(key, key): value for key, value in tweet.items()}
    metrics = renamed.get("public_metrics")
    if isinstance(metrics, dict) and "retweet_count" in metrics:
        renamed["public_metrics"] = {
            "repost_count" if key == "retweet_count" else key: value for key, value in metrics.items()
        }
    return renamed


def asked(tweet: Mapping[str, Any], parameters: Mapping[str, str]) -> Object:
    """A tweet with the fields that a request asks for; fields of the other dialect are dropped in silence."""
    newer = is_newer(parameters)
    fields = {*parameters.get("post.fields" if newer else "tweet.fields", "").split(","), *_expanded(parameters)}
    return {key: value for key, value in (to_newer(tweet) if newer else tweet).items() if key in fields | ALWAYS}


def _expanded(parameters: Mapping[str, str]) -> set[str]:
    """Fields that come with an expansion."""
    return {each.split(".")[0] for each in parameters.get("expansions", "").split(",")}


def envelope(data: Sequence[Object], included: Object, parameters: Mapping[str, str]) -> Object:
    """``data`` and ``includes`` of a page as they were asked for."""
    expansions = parameters.get("expansions", "")
    parts: Object = {}
    if "author_id" in expansions and included["users"]:
        parts["users"] = included["users"]
    if "referenced_" in expansions and included["tweets"]:
        name = "posts" if is_newer(parameters) else "tweets"
        parts[name] = [asked(each, parameters) for each in included["tweets"]]
    if "attachments.poll_ids" in expansions and included["polls"]:
        parts["polls"] = included["polls"]
    return {"data": [asked(each, parameters) for each in data], **({"includes": parts} if parts else {})}
