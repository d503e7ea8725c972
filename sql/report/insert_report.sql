-- Purpose: store a run's report.
-- Parameters: run_id, slug, title, document (JSON text), statements, dropped
-- Re-run: after delete_report.
INSERT INTO results.reports (run_id, slug, title, document, statements, dropped)
VALUES (:run_id, :slug, :title, cast(:document AS jsonb), :statements, :dropped);
