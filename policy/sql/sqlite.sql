-- What SQLite forbids in bookings and attendance (5.1), media contacts (4.j, 5.8) and policy
-- versions (2.1, 7.1); postgresql.sql says the same for PostgreSQL.

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
    OLD.asked, OLD.deadline_at, OLD.about_work_posts, OLD.account
) IS NOT (
    NEW.id, NEW.reporter_id, NEW.reported_at, NEW.who, NEW.outlet, NEW.contacted_at, NEW.way,
    NEW.asked, NEW.deadline_at, NEW.about_work_posts, NEW.account
) OR (NEW.answer_due_at <> OLD.answer_due_at AND (OLD.state, NEW.state) <> ('advised', 'reported'))
BEGIN
    SELECT RAISE(ABORT, 'What was reported of a media contact is never altered.');
END;

CREATE TRIGGER policy_mediacontact_moved BEFORE UPDATE ON policy_mediacontact
WHEN NEW.state <> OLD.state
BEGIN
    SELECT RAISE(ABORT, 'A media contact is advised before it is closed.')
    WHERE (OLD.state, NEW.state) NOT IN (
        VALUES ('reported', 'advised'), ('advised', 'reported'), ('advised', 'closed')
    );
    SELECT RAISE(ABORT, 'A media contact moves on with what was written.')
    WHERE (
        SELECT kind FROM policy_mediacontactnote
        WHERE contact_id = NEW.id ORDER BY id DESC LIMIT 1
    ) IS NOT CASE NEW.state
        WHEN 'reported' THEN 'information' WHEN 'advised' THEN 'advice' ELSE 'outcome'
    END;
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


-- Policy versions (7.1): from draft to superseded, published after trade unions were consulted.

CREATE TRIGGER policy_policyversion_inserted BEFORE INSERT ON policy_policyversion
WHEN NEW.state <> 'draft' OR NEW.consultation_round <> 0
BEGIN
    SELECT RAISE(ABORT, 'A policy version starts as a draft.');
END;

CREATE TRIGGER policy_policyversion_moved BEFORE UPDATE ON policy_policyversion
WHEN NEW.id <> OLD.id OR (
    NEW.state <> OLD.state
    AND (OLD.state, NEW.state) NOT IN (
        VALUES
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
BEGIN
    SELECT RAISE(ABORT, 'A policy version does not make this move.');
END;

CREATE TRIGGER policy_policyversion_texts BEFORE UPDATE ON policy_policyversion
WHEN (OLD.state <> 'draft' OR NEW.state <> 'draft')
    AND (OLD.title, OLD.agreed_on) IS NOT (NEW.title, NEW.agreed_on)
BEGIN
    SELECT RAISE(ABORT, 'The text of a policy version changes only while it is a draft.');
END;

CREATE TRIGGER policy_policyversion_drafted BEFORE UPDATE ON policy_policyversion
WHEN OLD.drafted_from_id IS NOT NEW.drafted_from_id
BEGIN
    SELECT RAISE(ABORT, 'What a policy version was drafted from never changes.');
END;

CREATE TRIGGER policy_policyversion_rounds BEFORE UPDATE ON policy_policyversion
WHEN NEW.consultation_round
    <> OLD.consultation_round + (OLD.state = 'draft' AND NEW.state = 'in_consultation')
BEGIN
    SELECT RAISE(ABORT, 'Each consultation of a policy version has its own round.');
END;

CREATE TRIGGER policy_policyversion_published BEFORE UPDATE ON policy_policyversion
WHEN NEW.state = 'scheduled' AND OLD.state IN ('draft', 'in_consultation')
BEGIN
    SELECT RAISE(ABORT, 'A policy version is published after trade unions were consulted on it.')
    WHERE CASE OLD.state
        WHEN 'draft' THEN NEW.consulted_before = ''
        ELSE NOT EXISTS (
            SELECT 1 FROM policy_consultation
            WHERE version_id = NEW.id AND round = NEW.consultation_round
        )
    END;
    SELECT RAISE(ABORT, 'A trade union has not answered, and no reason is given.')
    FROM policy_consultation
    WHERE OLD.state = 'in_consultation'
      AND version_id = NEW.id AND round = NEW.consultation_round
      AND answered_on IS NULL
      AND (NEW.published_despite = '' OR answer_by >= NEW.published_on);
END;

CREATE TRIGGER policy_policyversion_dated BEFORE UPDATE ON policy_policyversion
WHEN NEW.state IN ('in_force', 'superseded')
    AND (
        OLD.in_force_from, OLD.published_on, OLD.published_by_id,
        OLD.published_despite, OLD.consulted_before
    ) IS NOT (
        NEW.in_force_from, NEW.published_on, NEW.published_by_id,
        NEW.published_despite, NEW.consulted_before
    )
BEGIN
    SELECT RAISE(ABORT, 'What was published of a policy version in force never changes.');
END;

CREATE TRIGGER policy_policyversion_deleted BEFORE DELETE ON policy_policyversion
WHEN OLD.state <> 'draft' OR OLD.consultation_round <> 0
BEGIN
    SELECT RAISE(ABORT, 'Only a draft that nobody was consulted on is deleted.');
END;

CREATE TRIGGER policy_policyversion_replaced BEFORE INSERT ON policy_policyversion
BEGIN
    SELECT RAISE(ABORT, 'Only a draft that nobody was consulted on is deleted.')
    FROM policy_policyversion
    WHERE id = NEW.id OR in_force_from = NEW.in_force_from;
END;


CREATE TRIGGER policy_clause_inserted BEFORE INSERT ON policy_clause
BEGIN
    SELECT RAISE(ABORT, 'The text of a policy version changes only while it is a draft.')
    FROM policy_policyversion WHERE id = NEW.version_id AND state <> 'draft';
END;

CREATE TRIGGER policy_clause_updated BEFORE UPDATE ON policy_clause
BEGIN
    SELECT RAISE(ABORT, 'The text of a policy version changes only while it is a draft.')
    FROM policy_policyversion WHERE id IN (OLD.version_id, NEW.version_id) AND state <> 'draft';
END;

CREATE TRIGGER policy_clause_deleted BEFORE DELETE ON policy_clause
BEGIN
    SELECT RAISE(ABORT, 'The text of a policy version changes only while it is a draft.')
    FROM policy_policyversion WHERE id = OLD.version_id AND state <> 'draft';
END;

CREATE TRIGGER policy_clause_replaced BEFORE INSERT ON policy_clause
BEGIN
    SELECT RAISE(ABORT, 'The text of a policy version changes only while it is a draft.')
    FROM policy_clause JOIN policy_policyversion version ON version.id = policy_clause.version_id
    WHERE policy_clause.id = NEW.id AND version.state <> 'draft';
END;


CREATE TRIGGER policy_consultation_inserted BEFORE INSERT ON policy_consultation
BEGIN
    SELECT RAISE(ABORT, 'A trade union is asked and answers while that text is in consultation.')
    FROM policy_policyversion
    WHERE id = NEW.version_id
      AND (state <> 'in_consultation' OR consultation_round <> NEW.round);
END;

CREATE TRIGGER policy_consultation_updated BEFORE UPDATE ON policy_consultation
BEGIN
    SELECT RAISE(ABORT, 'A trade union is asked and answers while that text is in consultation.')
    FROM policy_policyversion
    WHERE id = OLD.version_id
      AND (
          state <> 'in_consultation' OR consultation_round <> OLD.round
          OR (OLD.id, OLD.version_id, OLD.round) IS NOT (NEW.id, NEW.version_id, NEW.round)
      );
END;

CREATE TRIGGER policy_consultation_deleted BEFORE DELETE ON policy_consultation
BEGIN
    SELECT RAISE(ABORT, 'Whom the council consulted is never deleted.');
END;

CREATE TRIGGER policy_consultation_replaced BEFORE INSERT ON policy_consultation
BEGIN
    SELECT RAISE(ABORT, 'Whom the council consulted is never deleted.')
    FROM policy_consultation
    WHERE id = NEW.id
       OR (version_id, round, body) IS (NEW.version_id, NEW.round, NEW.body);
END;


CREATE TRIGGER policy_policyacknowledgement_inserted BEFORE INSERT ON policy_policyacknowledgement
BEGIN
    SELECT RAISE(ABORT, 'People acknowledge the version in force.')
    FROM policy_policyversion WHERE id = NEW.version_id AND state <> 'in_force';
END;

CREATE TRIGGER policy_policyacknowledgement_updated BEFORE UPDATE ON policy_policyacknowledgement
WHEN OLD.acknowledged_at IS NOT NULL
    OR (OLD.id, OLD.version_id, OLD.person_id, OLD.asked_on)
        IS NOT (NEW.id, NEW.version_id, NEW.person_id, NEW.asked_on)
BEGIN
    SELECT RAISE(ABORT, 'An acknowledgement stays as it was made.');
END;

CREATE TRIGGER policy_policyacknowledgement_deleted BEFORE DELETE ON policy_policyacknowledgement
BEGIN
    SELECT RAISE(ABORT, 'An acknowledgement stays as it was made.');
END;

CREATE TRIGGER policy_policyacknowledgement_replaced BEFORE INSERT ON policy_policyacknowledgement
BEGIN
    SELECT RAISE(ABORT, 'An acknowledgement stays as it was made.')
    FROM policy_policyacknowledgement
    WHERE id = NEW.id;
END;


-- Bookings: never more people than places (5.1).

CREATE TRIGGER policy_booking_inserted BEFORE INSERT ON policy_booking
WHEN NOT NEW.waiting AND NEW.cancelled_at IS NULL
BEGIN
    SELECT RAISE(ABORT, 'A session never has more people than places.')
    FROM policy_awarenesssession
    WHERE id = NEW.session_id AND places <= (
        SELECT count(*) FROM policy_booking AS other
        WHERE other.session_id = NEW.session_id AND other.id IS NOT NEW.id
          AND NOT other.waiting AND other.cancelled_at IS NULL
    );
END;

CREATE TRIGGER policy_booking_updated BEFORE UPDATE ON policy_booking
WHEN NOT NEW.waiting AND NEW.cancelled_at IS NULL
    AND (OLD.waiting OR OLD.cancelled_at IS NOT NULL OR OLD.session_id <> NEW.session_id)
BEGIN
    SELECT RAISE(ABORT, 'A session never has more people than places.')
    FROM policy_awarenesssession
    WHERE id = NEW.session_id AND places <= (
        SELECT count(*) FROM policy_booking AS other
        WHERE other.session_id = NEW.session_id AND other.id IS NOT NEW.id
          AND NOT other.waiting AND other.cancelled_at IS NULL
    );
END;

CREATE TRIGGER policy_awarenesssession_lowered BEFORE UPDATE ON policy_awarenesssession
WHEN NEW.places < OLD.places
BEGIN
    SELECT RAISE(ABORT, 'A session never has more people than places.')
    WHERE NEW.places < (
        SELECT count(*) FROM policy_booking
        WHERE session_id = NEW.id AND NOT waiting AND cancelled_at IS NULL
    );
END;
