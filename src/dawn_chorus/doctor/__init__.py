"""Doctor: what would go wrong at dawn, found by day; one line each, with what to do."""
