-- Purpose: drop the tables made aside.
-- Parameters: suffix
-- Re-run: once after stage_day, in its transaction.
SELECT facts.drop_staged(:suffix);
