-- What PostgreSQL forbids in attendance (5.1) and media contacts (4.j, 5.8); sqlite.sql says the
-- same for SQLite.

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


-- What was reported of a media contact stands; its state goes on from one to the next (4.j, 5.8).
CREATE TRIGGER policy_mediacontact_inserted BEFORE INSERT ON policy_mediacontact
FOR EACH ROW WHEN (NEW.state <> 'reported')
EXECUTE FUNCTION portal_refuse_it('A media contact begins as reported.');

CREATE TRIGGER policy_mediacontact_updated BEFORE UPDATE ON policy_mediacontact
FOR EACH ROW
WHEN (
    (
        OLD.id, OLD.reporter_id, OLD.reported_at, OLD.who, OLD.outlet, OLD.contacted_at, OLD.way,
        OLD.asked, OLD.deadline_at, OLD.about_work_posts, OLD.account, OLD.answer_due_at
    ) IS DISTINCT FROM (
        NEW.id, NEW.reporter_id, NEW.reported_at, NEW.who, NEW.outlet, NEW.contacted_at, NEW.way,
        NEW.asked, NEW.deadline_at, NEW.about_work_posts, NEW.account, NEW.answer_due_at
    )
)
EXECUTE FUNCTION portal_refuse_it('What was reported of a media contact is never altered.');

CREATE OR REPLACE FUNCTION policy_mediacontact_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state, NEW.state) NOT IN (('reported', 'advised'), ('advised', 'closed')) THEN
        PERFORM portal_refuse('A media contact goes from reported to advised to closed.');
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM policy_mediacontactnote
        WHERE contact_id = NEW.id
          AND kind = CASE NEW.state WHEN 'advised' THEN 'advice' ELSE 'outcome' END
    ) THEN
        PERFORM portal_refuse('A media contact moves on with what was written.');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER policy_mediacontact_moved BEFORE UPDATE ON policy_mediacontact
FOR EACH ROW WHEN (NEW.state <> OLD.state)
EXECUTE FUNCTION policy_mediacontact_moved();

CREATE TRIGGER policy_mediacontact_deleted BEFORE DELETE OR TRUNCATE ON policy_mediacontact
EXECUTE FUNCTION portal_refuse_it('A media contact is never deleted.');


CREATE OR REPLACE FUNCTION policy_mediacontactnote_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM policy_mediacontact WHERE id = NEW.contact_id FOR NO KEY UPDATE;
    PERFORM portal_refuse('This media contact is closed.')
    FROM policy_mediacontact WHERE id = NEW.contact_id AND state = 'closed';
    PERFORM portal_refuse('Nobody advises on a media contact that they reported.')
    FROM policy_mediacontact
    WHERE id = NEW.contact_id AND reporter_id = NEW.by_id AND NEW.kind <> 'information';
    RETURN NEW;
END $$;

CREATE TRIGGER policy_mediacontactnote_inserted BEFORE INSERT ON policy_mediacontactnote
FOR EACH ROW EXECUTE FUNCTION policy_mediacontactnote_inserted();

CREATE TRIGGER policy_mediacontactnote_kept
BEFORE UPDATE OR DELETE OR TRUNCATE ON policy_mediacontactnote
EXECUTE FUNCTION portal_refuse_it('What was written about a media contact is never altered.');
