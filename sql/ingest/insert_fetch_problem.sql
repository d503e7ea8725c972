-- Purpose: keep what a page said it could not give.
-- Parameters: fetch_id, problem_no, title, detail, resource_type, resource_id
-- Re-run: only together with write_fetch, in its transaction.
INSERT INTO facts.fetch_problems (fetch_id, problem_no, title, detail, resource_type, resource_id)
VALUES (:fetch_id, :problem_no, :title, :detail, :resource_type, :resource_id);
