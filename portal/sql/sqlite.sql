-- What SQLite forbids in the portal's own tables; postgresql.sql says the same for PostgreSQL.
--
-- Transactions here are IMMEDIATE, one at a time, so nothing needs locking. The triggers named
-- "replaced" refuse INSERT OR REPLACE, which deletes a row without firing its delete triggers.

CREATE TRIGGER portal_trailevent_updated BEFORE UPDATE ON portal_trailevent
BEGIN
    SELECT RAISE(ABORT, 'The audit trail is added to and never altered.');
END;

CREATE TRIGGER portal_trailevent_deleted BEFORE DELETE ON portal_trailevent
BEGIN
    SELECT RAISE(ABORT, 'The audit trail is added to and never altered.');
END;

CREATE TRIGGER portal_trailevent_replaced BEFORE INSERT ON portal_trailevent
BEGIN
    SELECT RAISE(ABORT, 'The audit trail is added to and never altered.')
    FROM portal_trailevent WHERE id = NEW.id;
END;

CREATE TRIGGER portal_trailseal_updated BEFORE UPDATE ON portal_trailseal
BEGIN
    SELECT RAISE(ABORT, 'The audit trail is added to and never altered.');
END;

CREATE TRIGGER portal_trailseal_deleted BEFORE DELETE ON portal_trailseal
BEGIN
    SELECT RAISE(ABORT, 'The audit trail is added to and never altered.');
END;

CREATE TRIGGER portal_trailseal_replaced BEFORE INSERT ON portal_trailseal
BEGIN
    SELECT RAISE(ABORT, 'The audit trail is added to and never altered.')
    FROM portal_trailseal
    WHERE position = NEW.position OR event_id = NEW.event_id;
END;


CREATE TRIGGER portal_appointment_single_inserted BEFORE INSERT ON portal_appointment
WHEN NEW.post IN ('head_of_it', 'communications_manager') AND NOT NEW.acting AND NEW.for_case = ''
BEGIN
    SELECT RAISE(ABORT, 'Someone holds this post on some of these days.')
    FROM portal_appointment other
    WHERE other.id <> NEW.id
      AND other.post = NEW.post AND NOT other.acting AND other.for_case = ''
      AND other.starts_on <= coalesce(NEW.ends_on, '9999-12-31')
      AND coalesce(other.ends_on, '9999-12-31') >= NEW.starts_on;
END;

CREATE TRIGGER portal_appointment_single_updated BEFORE UPDATE ON portal_appointment
WHEN NEW.post IN ('head_of_it', 'communications_manager') AND NOT NEW.acting AND NEW.for_case = ''
BEGIN
    SELECT RAISE(ABORT, 'Someone holds this post on some of these days.')
    FROM portal_appointment other
    WHERE other.id <> NEW.id
      AND other.post = NEW.post AND NOT other.acting AND other.for_case = ''
      AND other.starts_on <= coalesce(NEW.ends_on, '9999-12-31')
      AND coalesce(other.ends_on, '9999-12-31') >= NEW.starts_on;
END;


-- A new row reports to no one who could report to it.
CREATE TRIGGER portal_employee_moved BEFORE UPDATE ON portal_employee
WHEN NEW.line_manager_id IS NOT NULL AND NEW.line_manager_id IS NOT OLD.line_manager_id
BEGIN
    SELECT RAISE(ABORT, 'Managers never go round in a circle.')
    FROM (
        WITH RECURSIVE above(id) AS (
            SELECT NEW.line_manager_id
            UNION
            SELECT line_manager_id
            FROM portal_employee JOIN above USING (id)
            WHERE line_manager_id IS NOT NULL
        )
        SELECT id FROM above WHERE id = NEW.id
    );
END;

CREATE TRIGGER portal_directorylink_updated BEFORE UPDATE ON portal_directorylink
BEGIN
    SELECT RAISE(ABORT, 'Whose account of the directory it is stays as it was.');
END;

CREATE TRIGGER portal_directorylink_replaced BEFORE INSERT ON portal_directorylink
BEGIN
    SELECT RAISE(ABORT, 'Whose account of the directory it is stays as it was.')
    FROM portal_directorylink other
    WHERE other.id = NEW.id
       OR other.issuer = NEW.issuer
          AND (other.subject = NEW.subject OR other.employee_id = NEW.employee_id);
END;
