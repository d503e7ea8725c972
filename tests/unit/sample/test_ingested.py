"""The sample as the product's own reader sees it: it refuses what was broken on purpose, and nothing else."""

import gzip
from typing import Any

from dawn_chorus.ingest.formats import x_api_v2
from dawn_chorus.ingest.formats.record import ReceivedTweet
from dawn_chorus.ingest.rejection import Rejected
from week import Week

KINDS = {"posted": "original", "retweeted": "retweet", "quoted": "quote", "replied_to": "reply"}


def test_the_reader_agrees_with_the_truth(contents: dict[str, bytes], truth: dict[str, Any], week: Week) -> None:
    planned = {draft.id: draft for draft in week.drafts}
    for file in truth["files"]:
        refused = []
        for page, line in enumerate(gzip.decompress(contents[file["name"]]).strip().split(b"\n")):
            for index, raw in enumerate(x_api_v2.records(line)):
                try:
                    tweet = raw if isinstance(raw, ReceivedTweet) else x_api_v2.parse(raw)
                except Rejected as refusal:
                    refused.append({"fault": refusal.reason.value, "page": page, "index": index})
                    continue
                draft = planned[tweet.tweet_id]
                assert tweet.kind == KINDS[draft.verb]
                assert tweet.ref_tweet_id == (draft.ref.id if draft.ref else draft.lost_ref)
                assert tweet.author.handle == draft.author.handle
                if draft.part != "hostile":
                    assert draft.text in tweet.text
        assert refused == file["rejected"]
