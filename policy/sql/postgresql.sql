-- What PostgreSQL forbids in bookings and attendance (5.1), media contacts (4.j, 5.8) and policy
-- versions (2.1, 7.1); sqlite.sql says the same for SQLite.

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
        OLD.asked, OLD.deadline_at, OLD.about_work_posts, OLD.account
    ) IS DISTINCT FROM (
        NEW.id, NEW.reporter_id, NEW.reported_at, NEW.who, NEW.outlet, NEW.contacted_at, NEW.way,
        NEW.asked, NEW.deadline_at, NEW.about_work_posts, NEW.account
    )
    OR (NEW.answer_due_at <> OLD.answer_due_at AND (OLD.state, NEW.state) <> ('advised', 'reported'))
)
EXECUTE FUNCTION portal_refuse_it('What was reported of a media contact is never altered.');

CREATE OR REPLACE FUNCTION policy_mediacontact_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.state, NEW.state) NOT IN (
        ('reported', 'advised'), ('advised', 'reported'), ('advised', 'closed')
    ) THEN
        PERFORM portal_refuse('A media contact is advised before it is closed.');
    END IF;
    IF (
        SELECT kind FROM policy_mediacontactnote
        WHERE contact_id = NEW.id ORDER BY id DESC LIMIT 1
    ) IS DISTINCT FROM (
        CASE NEW.state
            WHEN 'reported' THEN 'information' WHEN 'advised' THEN 'advice' ELSE 'outcome'
        END
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


-- Policy versions (7.1): from draft to superseded, published after trade unions were consulted.

CREATE TRIGGER policy_policyversion_inserted BEFORE INSERT ON policy_policyversion
FOR EACH ROW WHEN (NEW.state <> 'draft' OR NEW.consultation_round <> 0)
EXECUTE FUNCTION portal_refuse_it('A policy version starts as a draft.');

CREATE TRIGGER policy_policyversion_moved BEFORE UPDATE ON policy_policyversion
FOR EACH ROW
WHEN (
    NEW.id <> OLD.id OR (
        NEW.state <> OLD.state
        AND (OLD.state, NEW.state) NOT IN (
            ('draft', 'in_consultation'),
            ('draft', 'scheduled'),
            ('in_consultation', 'draft'),
            ('in_consultation', 'scheduled'),
            ('scheduled', 'draft'),
            ('scheduled', 'in_consultation'),
            ('scheduled', 'in_force'),
            ('in_force', 'superseded')
        )
    )
)
EXECUTE FUNCTION portal_refuse_it('A policy version does not make this move.');

CREATE TRIGGER policy_policyversion_texts BEFORE UPDATE ON policy_policyversion
FOR EACH ROW
WHEN (
    (OLD.state <> 'draft' OR NEW.state <> 'draft')
    AND (OLD.title, OLD.agreed_on) IS DISTINCT FROM (NEW.title, NEW.agreed_on)
)
EXECUTE FUNCTION portal_refuse_it(
    'The text of a policy version changes only while it is a draft.'
);

CREATE TRIGGER policy_policyversion_drafted BEFORE UPDATE ON policy_policyversion
FOR EACH ROW
WHEN (OLD.drafted_from_id IS DISTINCT FROM NEW.drafted_from_id)
EXECUTE FUNCTION portal_refuse_it('What a policy version was drafted from never changes.');

CREATE TRIGGER policy_policyversion_rounds BEFORE UPDATE ON policy_policyversion
FOR EACH ROW
WHEN (
    NEW.consultation_round
    <> OLD.consultation_round + (OLD.state = 'draft' AND NEW.state = 'in_consultation')::int
)
EXECUTE FUNCTION portal_refuse_it('Each consultation of a policy version has its own round.');

-- Whoever writes a consultation locks its version first, so none is added or changed meanwhile.
CREATE OR REPLACE FUNCTION policy_policyversion_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM portal_refuse('A policy version is published after trade unions were consulted on it.')
    WHERE CASE OLD.state
        WHEN 'draft' THEN NEW.consulted_before = ''
        ELSE NOT EXISTS (
            SELECT 1 FROM policy_consultation
            WHERE version_id = NEW.id AND round = NEW.consultation_round
        )
    END;
    PERFORM portal_refuse('A trade union has not answered, and no reason is given.')
    FROM policy_consultation
    WHERE OLD.state = 'in_consultation'
      AND version_id = NEW.id AND round = NEW.consultation_round
      AND answered_on IS NULL
      AND (NEW.published_despite = '' OR answer_by >= NEW.published_on);
    RETURN NEW;
END $$;

CREATE TRIGGER policy_policyversion_published BEFORE UPDATE ON policy_policyversion
FOR EACH ROW WHEN (NEW.state = 'scheduled' AND OLD.state IN ('draft', 'in_consultation'))
EXECUTE FUNCTION policy_policyversion_published();

CREATE TRIGGER policy_policyversion_dated BEFORE UPDATE ON policy_policyversion
FOR EACH ROW
WHEN (
    NEW.state IN ('in_force', 'superseded')
    AND (
        OLD.in_force_from, OLD.published_on, OLD.published_by_id,
        OLD.published_despite, OLD.consulted_before
    ) IS DISTINCT FROM (
        NEW.in_force_from, NEW.published_on, NEW.published_by_id,
        NEW.published_despite, NEW.consulted_before
    )
)
EXECUTE FUNCTION portal_refuse_it('What was published of a policy version in force never changes.');

CREATE TRIGGER policy_policyversion_deleted BEFORE DELETE ON policy_policyversion
FOR EACH ROW WHEN (OLD.state <> 'draft' OR OLD.consultation_round <> 0)
EXECUTE FUNCTION portal_refuse_it('Only a draft that nobody was consulted on is deleted.');

CREATE TRIGGER policy_policyversion_truncated BEFORE TRUNCATE ON policy_policyversion
EXECUTE FUNCTION portal_refuse_it('Only a draft that nobody was consulted on is deleted.');


CREATE OR REPLACE FUNCTION policy_clause_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    versions bigint[];
BEGIN
    IF TG_OP <> 'INSERT' THEN versions := versions || OLD.version_id; END IF;
    IF TG_OP <> 'DELETE' THEN versions := versions || NEW.version_id; END IF;
    PERFORM 1 FROM policy_policyversion WHERE id = ANY (versions) ORDER BY id FOR NO KEY UPDATE;
    PERFORM portal_refuse('The text of a policy version changes only while it is a draft.')
    FROM policy_policyversion WHERE id = ANY (versions) AND state <> 'draft';
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER policy_clause_changed BEFORE INSERT OR UPDATE OR DELETE ON policy_clause
FOR EACH ROW EXECUTE FUNCTION policy_clause_changed();

CREATE TRIGGER policy_clause_truncated BEFORE TRUNCATE ON policy_clause
EXECUTE FUNCTION portal_refuse_it(
    'The text of a policy version changes only while it is a draft.'
);


CREATE OR REPLACE FUNCTION policy_consultation_written() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked policy_consultation := NEW;
BEGIN
    IF TG_OP = 'UPDATE' THEN asked := OLD; END IF;
    PERFORM 1 FROM policy_policyversion WHERE id = asked.version_id FOR NO KEY UPDATE;
    PERFORM portal_refuse(
        'A trade union is asked and answers while that text is in consultation.'
    )
    FROM policy_policyversion
    WHERE id = asked.version_id
      AND (
          state <> 'in_consultation' OR consultation_round <> asked.round
          OR (asked.id, asked.version_id, asked.round)
              IS DISTINCT FROM (NEW.id, NEW.version_id, NEW.round)
      );
    RETURN NEW;
END $$;

CREATE TRIGGER policy_consultation_written BEFORE INSERT OR UPDATE ON policy_consultation
FOR EACH ROW EXECUTE FUNCTION policy_consultation_written();

CREATE TRIGGER policy_consultation_deleted BEFORE DELETE OR TRUNCATE ON policy_consultation
EXECUTE FUNCTION portal_refuse_it('Whom the council consulted is never deleted.');


-- Shared: thousands of people acknowledge at a time, and none of them waits for another.
CREATE OR REPLACE FUNCTION policy_policyacknowledgement_inserted() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM policy_policyversion WHERE id = NEW.version_id FOR SHARE;
    PERFORM portal_refuse('People acknowledge the version in force.')
    FROM policy_policyversion WHERE id = NEW.version_id AND state <> 'in_force';
    RETURN NEW;
END $$;

CREATE TRIGGER policy_policyacknowledgement_inserted
BEFORE INSERT ON policy_policyacknowledgement
FOR EACH ROW EXECUTE FUNCTION policy_policyacknowledgement_inserted();

CREATE TRIGGER policy_policyacknowledgement_updated
BEFORE UPDATE ON policy_policyacknowledgement
FOR EACH ROW
WHEN (
    OLD.acknowledged_at IS NOT NULL
    OR (OLD.id, OLD.version_id, OLD.person_id, OLD.asked_on)
        IS DISTINCT FROM (NEW.id, NEW.version_id, NEW.person_id, NEW.asked_on)
)
EXECUTE FUNCTION portal_refuse_it('An acknowledgement stays as it was made.');

CREATE TRIGGER policy_policyacknowledgement_deleted
BEFORE DELETE OR TRUNCATE ON policy_policyacknowledgement
EXECUTE FUNCTION portal_refuse_it('An acknowledgement stays as it was made.');


-- Bookings: never more people than places (5.1).

CREATE OR REPLACE FUNCTION policy_booking_placed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM policy_awarenesssession WHERE id = NEW.session_id FOR NO KEY UPDATE;
    PERFORM portal_refuse('A session never has more people than places.')
    FROM policy_awarenesssession
    WHERE id = NEW.session_id AND places <= (
        SELECT count(*) FROM policy_booking AS other
        WHERE other.session_id = NEW.session_id AND other.id <> NEW.id
          AND NOT other.waiting AND other.cancelled_at IS NULL
    );
    RETURN NEW;
END $$;

CREATE TRIGGER policy_booking_inserted BEFORE INSERT ON policy_booking
FOR EACH ROW WHEN (NOT NEW.waiting AND NEW.cancelled_at IS NULL)
EXECUTE FUNCTION policy_booking_placed();

CREATE TRIGGER policy_booking_updated BEFORE UPDATE ON policy_booking
FOR EACH ROW
WHEN (
    NOT NEW.waiting AND NEW.cancelled_at IS NULL
    AND (OLD.waiting OR OLD.cancelled_at IS NOT NULL OR OLD.session_id <> NEW.session_id)
)
EXECUTE FUNCTION policy_booking_placed();


CREATE OR REPLACE FUNCTION policy_awarenesssession_lowered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM portal_refuse('A session never has more people than places.')
    WHERE NEW.places < (
        SELECT count(*) FROM policy_booking
        WHERE session_id = NEW.id AND NOT waiting AND cancelled_at IS NULL
    );
    RETURN NEW;
END $$;

CREATE TRIGGER policy_awarenesssession_lowered BEFORE UPDATE ON policy_awarenesssession
FOR EACH ROW WHEN (NEW.places < OLD.places)
EXECUTE FUNCTION policy_awarenesssession_lowered();
