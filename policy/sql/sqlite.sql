-- What SQLite forbids in attendance (5.1); postgresql.sql says the same for PostgreSQL.

CREATE TRIGGER policy_attendance_inserted BEFORE INSERT ON policy_attendance
BEGIN
    SELECT RAISE(ABORT, 'Attendance is recorded from the start of the session.')
    FROM policy_awarenesssession
    WHERE id = NEW.session_id AND starts_at > NEW.recorded_at;
    SELECT RAISE(ABORT, 'A correction is of the same session and person.')
    FROM policy_attendance
    WHERE id = NEW.corrects_id
      AND (session_id, person_id) IS NOT (NEW.session_id, NEW.person_id);
END;

CREATE TRIGGER policy_attendance_updated BEFORE UPDATE ON policy_attendance
WHEN (
    (OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS NOT OLD.superseded_at)
    OR (
        OLD.id, OLD.session_id, OLD.person_id, OLD.attended, OLD.recorded_by_id,
        OLD.recorded_at, OLD.corrects_id
    ) IS NOT (
        NEW.id, NEW.session_id, NEW.person_id, NEW.attended, NEW.recorded_by_id,
        NEW.recorded_at, NEW.corrects_id
    )
)
BEGIN
    SELECT RAISE(ABORT, 'Attendance is corrected by a new row and never altered.');
END;

CREATE TRIGGER policy_attendance_deleted BEFORE DELETE ON policy_attendance
BEGIN
    SELECT RAISE(ABORT, 'Attendance is never deleted.');
END;

CREATE TRIGGER policy_attendance_replaced BEFORE INSERT ON policy_attendance
BEGIN
    SELECT RAISE(ABORT, 'Attendance is corrected by a new row and never altered.')
    FROM policy_attendance
    WHERE id = NEW.id OR corrects_id = NEW.corrects_id
       OR (superseded_at IS NULL AND NEW.superseded_at IS NULL
           AND session_id = NEW.session_id AND person_id = NEW.person_id);
END;


CREATE TRIGGER policy_awarenesssession_updated BEFORE UPDATE ON policy_awarenesssession
WHEN NEW.starts_at > OLD.starts_at
BEGIN
    SELECT RAISE(ABORT, 'Attendance was recorded before this session would start.')
    FROM policy_attendance
    WHERE session_id = NEW.id AND recorded_at < NEW.starts_at;
END;
