"""Dawn Chorus: a day of tweets in, a cited research post out."""

__version__ = "0.1.0"
