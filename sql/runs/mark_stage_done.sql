-- Purpose: record a stage in the transaction that wrote its rows.
-- Parameters: run_id, stage
-- Re-run: safe; a second record changes nothing.
INSERT INTO results.run_stages (run_id, stage)
VALUES (:run_id, :stage)
ON CONFLICT DO NOTHING;
