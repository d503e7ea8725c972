"""The X API v2 as a source: asked day by day, page by page, every page landed before the next is asked for."""
