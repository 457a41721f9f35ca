-- What SQLite forbids in attendance (5.1) and media contacts (4.j, 5.8); postgresql.sql says the
-- same for PostgreSQL.

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


-- What was reported of a media contact stands; its state goes on from one to the next (4.j, 5.8).
CREATE TRIGGER policy_mediacontact_inserted BEFORE INSERT ON policy_mediacontact
WHEN NEW.state <> 'reported'
BEGIN
    SELECT RAISE(ABORT, 'A media contact begins as reported.');
END;

CREATE TRIGGER policy_mediacontact_updated BEFORE UPDATE ON policy_mediacontact
WHEN (
    OLD.id, OLD.reporter_id, OLD.reported_at, OLD.who, OLD.outlet, OLD.contacted_at, OLD.way,
    OLD.asked, OLD.deadline_at, OLD.about_work_posts, OLD.account, OLD.answer_due_at
) IS NOT (
    NEW.id, NEW.reporter_id, NEW.reported_at, NEW.who, NEW.outlet, NEW.contacted_at, NEW.way,
    NEW.asked, NEW.deadline_at, NEW.about_work_posts, NEW.account, NEW.answer_due_at
)
BEGIN
    SELECT RAISE(ABORT, 'What was reported of a media contact is never altered.');
END;

CREATE TRIGGER policy_mediacontact_moved BEFORE UPDATE ON policy_mediacontact
WHEN NEW.state <> OLD.state
BEGIN
    SELECT RAISE(ABORT, 'A media contact goes from reported to advised to closed.')
    WHERE (OLD.state, NEW.state) NOT IN (VALUES ('reported', 'advised'), ('advised', 'closed'));
    SELECT RAISE(ABORT, 'A media contact moves on with what was written.')
    WHERE NOT EXISTS (
        SELECT 1 FROM policy_mediacontactnote
        WHERE contact_id = NEW.id
          AND kind = CASE NEW.state WHEN 'advised' THEN 'advice' ELSE 'outcome' END
    );
END;

CREATE TRIGGER policy_mediacontact_deleted BEFORE DELETE ON policy_mediacontact
BEGIN
    SELECT RAISE(ABORT, 'A media contact is never deleted.');
END;

CREATE TRIGGER policy_mediacontact_replaced BEFORE INSERT ON policy_mediacontact
BEGIN
    SELECT RAISE(ABORT, 'A media contact is never deleted.')
    FROM policy_mediacontact WHERE id = NEW.id;
END;


CREATE TRIGGER policy_mediacontactnote_inserted BEFORE INSERT ON policy_mediacontactnote
BEGIN
    SELECT RAISE(ABORT, 'This media contact is closed.')
    FROM policy_mediacontact WHERE id = NEW.contact_id AND state = 'closed';
    SELECT RAISE(ABORT, 'Nobody advises on a media contact that they reported.')
    FROM policy_mediacontact
    WHERE id = NEW.contact_id AND reporter_id = NEW.by_id AND NEW.kind <> 'information';
END;

CREATE TRIGGER policy_mediacontactnote_updated BEFORE UPDATE ON policy_mediacontactnote
BEGIN
    SELECT RAISE(ABORT, 'What was written about a media contact is never altered.');
END;

CREATE TRIGGER policy_mediacontactnote_deleted BEFORE DELETE ON policy_mediacontactnote
BEGIN
    SELECT RAISE(ABORT, 'What was written about a media contact is never altered.');
END;

CREATE TRIGGER policy_mediacontactnote_replaced BEFORE INSERT ON policy_mediacontactnote
BEGIN
    SELECT RAISE(ABORT, 'What was written about a media contact is never altered.')
    FROM policy_mediacontactnote WHERE id = NEW.id;
END;
