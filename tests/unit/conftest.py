"""Unit tests stay quick: properties are tried on fewer examples, always the same ones."""

from hypothesis import settings

settings.register_profile("unit", max_examples=40, deadline=None, derandomize=True)
settings.load_profile("unit")
