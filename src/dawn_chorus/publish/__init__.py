"""Publish: one commit per run to the blog's git repository, and proof that it is there."""
