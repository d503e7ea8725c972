-- Purpose: a run's post, and the path of its picture where it has one.
-- Parameters: run_id
-- Re-run: safe; reads only.
SELECT
    post.content,
    picture.path AS picture
FROM results.report_files AS post
LEFT JOIN results.report_files AS picture
    ON post.run_id = picture.run_id AND starts_with(picture.path, 'assets/images/')
WHERE post.run_id = :run_id AND starts_with(post.path, '_posts/');
