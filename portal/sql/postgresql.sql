-- What PostgreSQL forbids in the portal's own tables; sqlite.sql says the same for SQLite.

CREATE OR REPLACE FUNCTION portal_refuse(sentence text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = sentence;
END $$;

-- Refuses whatever fires it; the trigger's argument is the sentence.
CREATE OR REPLACE FUNCTION portal_refuse_it() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM portal_refuse(TG_ARGV[0]);
    RETURN NULL;
END $$;


CREATE TRIGGER portal_trailevent_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON portal_trailevent
EXECUTE FUNCTION portal_refuse_it('The audit trail is added to and never altered.');

CREATE TRIGGER portal_trailseal_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON portal_trailseal
EXECUTE FUNCTION portal_refuse_it('The audit trail is added to and never altered.');


-- The parent of a post's appointments is no row: its name is locked.
CREATE OR REPLACE FUNCTION portal_appointment_single() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('portal_appointment ' || NEW.post, 0));
    PERFORM portal_refuse('Someone holds this post on some of these days.')
    FROM portal_appointment other
    WHERE other.id <> NEW.id
      AND other.post = NEW.post AND NOT other.acting AND other.for_case = ''
      AND other.starts_on <= coalesce(NEW.ends_on, 'infinity')
      AND coalesce(other.ends_on, 'infinity') >= NEW.starts_on;
    RETURN NEW;
END $$;

CREATE TRIGGER portal_appointment_single BEFORE INSERT OR UPDATE ON portal_appointment
FOR EACH ROW
WHEN (
    NEW.post IN ('head_of_it', 'communications_manager') AND NOT NEW.acting AND NEW.for_case = ''
)
EXECUTE FUNCTION portal_appointment_single();


-- The parent of a line of managers is no row: all of them are locked by one name.
CREATE OR REPLACE FUNCTION portal_employee_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('portal_employee line_manager', 0));
    PERFORM portal_refuse('Managers never go round in a circle.')
    FROM (
        WITH RECURSIVE above(id) AS (
            SELECT NEW.line_manager_id
            UNION
            SELECT employee.line_manager_id
            FROM portal_employee employee JOIN above USING (id)
            WHERE employee.line_manager_id IS NOT NULL
        )
        SELECT id FROM above WHERE id = NEW.id
    ) circle;
    RETURN NEW;
END $$;

-- A new row reports to no one who could report to it.
CREATE TRIGGER portal_employee_moved BEFORE UPDATE ON portal_employee
FOR EACH ROW
WHEN (NEW.line_manager_id IS NOT NULL AND NEW.line_manager_id IS DISTINCT FROM OLD.line_manager_id)
EXECUTE FUNCTION portal_employee_moved();


CREATE TRIGGER portal_directorylink_kept BEFORE UPDATE ON portal_directorylink
EXECUTE FUNCTION portal_refuse_it('Whose account of the directory it is stays as it was.');
