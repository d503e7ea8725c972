"""The sections of a report, one file each; every one has ``write(brief) -> statements``."""
