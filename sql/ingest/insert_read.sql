-- Purpose: book posts or accounts that were read; what was read before on the same day costs nothing.
-- Parameters: channel, billed_day, kind, resource_id, cost_usd
-- Re-run: safe; each is booked once a day.
INSERT INTO facts.api_reads (channel, billed_day, kind, resource_id, cost_usd)
VALUES (:channel, :billed_day, :kind, :resource_id, :cost_usd)
ON CONFLICT DO NOTHING;
