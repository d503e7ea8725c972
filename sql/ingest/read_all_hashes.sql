-- Purpose: every file that some channel has landed.
-- Parameters: none
-- Re-run: safe; reads only.
SELECT DISTINCT sha256
FROM facts.landing_files;
