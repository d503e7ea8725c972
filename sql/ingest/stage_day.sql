-- Purpose: make empty tables aside for one day; gives the suffix of their names. Undone if the transaction is.
-- Parameters: none
-- Re-run: once in a transaction.
SELECT facts.stage_day();
