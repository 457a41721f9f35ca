-- What PostgreSQL forbids in attendance (5.1); sqlite.sql says the same for SQLite.

CREATE OR REPLACE FUNCTION policy_attendance_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM policy_awarenesssession WHERE id = NEW.session_id FOR NO KEY UPDATE;
    PERFORM portal_refuse('Attendance is recorded from the start of the session.')
    FROM policy_awarenesssession
    WHERE id = NEW.session_id AND starts_at > NEW.recorded_at;
    PERFORM portal_refuse('A correction is of the same session and person.')
    FROM policy_attendance
    WHERE id = NEW.corrects_id
      AND (session_id, person_id) IS DISTINCT FROM (NEW.session_id, NEW.person_id);
    RETURN NEW;
END $$;

CREATE TRIGGER policy_attendance_inserted BEFORE INSERT ON policy_attendance
FOR EACH ROW EXECUTE FUNCTION policy_attendance_inserted();

CREATE TRIGGER policy_attendance_updated BEFORE UPDATE ON policy_attendance
FOR EACH ROW
WHEN (
    (OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS DISTINCT FROM OLD.superseded_at)
    OR (
        OLD.id, OLD.session_id, OLD.person_id, OLD.attended, OLD.recorded_by_id,
        OLD.recorded_at, OLD.corrects_id
    ) IS DISTINCT FROM (
        NEW.id, NEW.session_id, NEW.person_id, NEW.attended, NEW.recorded_by_id,
        NEW.recorded_at, NEW.corrects_id
    )
)
EXECUTE FUNCTION portal_refuse_it('Attendance is corrected by a new row and never altered.');

CREATE TRIGGER policy_attendance_deleted BEFORE DELETE OR TRUNCATE ON policy_attendance
EXECUTE FUNCTION portal_refuse_it('Attendance is never deleted.');


CREATE OR REPLACE FUNCTION policy_awarenesssession_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM portal_refuse('Attendance was recorded before this session would start.')
    FROM policy_attendance
    WHERE session_id = NEW.id AND recorded_at < NEW.starts_at;
    RETURN NEW;
END $$;

CREATE TRIGGER policy_awarenesssession_updated BEFORE UPDATE ON policy_awarenesssession
FOR EACH ROW WHEN (NEW.starts_at > OLD.starts_at)
EXECUTE FUNCTION policy_awarenesssession_updated();
