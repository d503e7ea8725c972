"""Topics: what a window's tweets are about, and which story each topic continues."""
