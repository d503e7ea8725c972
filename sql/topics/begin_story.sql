-- Purpose: record a story that a run begins. A daily run settles its name; a longer window only fills the gap, so that the
--          order in which windows are analysed does not matter.
-- Parameters: story_id, channel, first_day, name, is_daily
-- Re-run: safe.
INSERT INTO results.stories (story_id, channel, first_day, name)
VALUES (:story_id, :channel, :first_day, :name)
ON CONFLICT (story_id) DO UPDATE
    SET name = CASE WHEN :is_daily THEN excluded.name ELSE stories.name END;
