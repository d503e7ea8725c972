-- Purpose: an operator's word that a window's input is taken as it is can be taken back.
-- Re-run: never; the runner records it.

SET LOCAL ROLE chorus_loader;

ALTER TABLE facts.judgements
ADD COLUMN revoked_at timestamptz CHECK (revoked_at IS NULL OR accepted_at IS NOT NULL);
COMMENT ON COLUMN facts.judgements.revoked_at IS 'When that was taken back: the acceptance holds for no judgement after it';
