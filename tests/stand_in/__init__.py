"""A local stand-in for the X API v2: serves the tweets of files, in both dialects, and fails on demand."""
