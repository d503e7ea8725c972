-- Purpose: make sure that a channel has its partitions.
-- Parameters: channel
-- Re-run: safe; makes only what is missing.
SELECT facts.open_channel(:channel);
