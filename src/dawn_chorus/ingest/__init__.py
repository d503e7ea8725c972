"""Ingest: raw records are landed as received, then each local day's facts are built from landing and swapped in."""
