-- Purpose: the four roles. Nobody logs in as one of them; a session that logged in takes one on with SET ROLE.
-- Re-run: never; the runner records it. Roles belong to the whole server, so another database may have made them before.

DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['chorus_owner', 'chorus_loader', 'chorus_analyst', 'chorus_reader'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;  -- two first migrations at once
            END;
        END IF;
        IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
            EXECUTE format('GRANT %I TO CURRENT_USER WITH INHERIT TRUE, SET TRUE', role_name);
        END IF;
    END LOOP;
END;
$$;

CREATE SCHEMA facts AUTHORIZATION chorus_loader;
CREATE SCHEMA results AUTHORIZATION chorus_owner;

COMMENT ON SCHEMA facts IS 'What was received: landing, ledger, and the tweets of each local day. Written by chorus_loader alone.';
COMMENT ON SCHEMA results IS 'What was made of it: runs and everything that hangs off a run. Written by chorus_analyst.';

GRANT USAGE ON SCHEMA facts TO chorus_owner, chorus_analyst, chorus_reader;
GRANT USAGE ON SCHEMA results TO chorus_loader, chorus_analyst, chorus_reader;
