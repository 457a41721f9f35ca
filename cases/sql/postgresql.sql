-- What PostgreSQL forbids in cases, accounts, access and reviews; sqlite.sql says the same for
-- SQLite.
--
-- A trigger that reads other rows locks their parent first, so that what it read still stands when
-- its transaction commits. FOR NO KEY UPDATE lets other transactions add rows that refer to it.


-- The case: its reference, its states, its answers, and who is named in it.

CREATE OR REPLACE FUNCTION cases_businesscase_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM portal_refuse('A case keeps its reference.')
    WHERE (OLD.id, OLD.reference) IS DISTINCT FROM (NEW.id, NEW.reference);

    PERFORM portal_refuse('A case that has ended stays as it ended.')
    WHERE OLD.state IN ('approved', 'rejected', 'withdrawn')
      AND (OLD.state, OLD.applicant_id) IS DISTINCT FROM (NEW.state, NEW.applicant_id);

    PERFORM portal_refuse('A case that was sent is never a draft again.')
    WHERE (OLD.state <> 'draft' AND NEW.state = 'draft')
       OR (OLD.sent_at IS NOT NULL AND NEW.sent_at IS NULL);

    PERFORM portal_refuse('The answers of a case change only while they are open.')
    WHERE OLD.state NOT IN ('draft', 'changes_requested', 'ready_to_present')
      AND (
          (
              OLD.account_name, OLD.category_id, OLD.platform, OLD.already_running, OLD.address,
              OLD.access_for, OLD.workgroup_name, OLD.purpose, OLD.audience, OLD.aims,
              OLD.why_platform, OLD.channels, OLD.other_channel, OLD.frequency, OLD.times,
              OLD.keeps_records, OLD.records_how, OLD.records_why_not, OLD.will_hand_over,
              OLD.will_send_reviews, OLD.will_check_content
          ) IS DISTINCT FROM (
              NEW.account_name, NEW.category_id, NEW.platform, NEW.already_running, NEW.address,
              NEW.access_for, NEW.workgroup_name, NEW.purpose, NEW.audience, NEW.aims,
              NEW.why_platform, NEW.channels, NEW.other_channel, NEW.frequency, NEW.times,
              NEW.keeps_records, NEW.records_how, NEW.records_why_not, NEW.will_hand_over,
              NEW.will_send_reviews, NEW.will_check_content
          )
          -- Until the decision, the manager who is told changes with the applicant's.
          OR (
              NEW.manager_id IS DISTINCT FROM OLD.manager_id
              AND OLD.state IN ('approved', 'rejected', 'withdrawn')
          )
      );

    PERFORM portal_refuse('Each presenting of a case counts one round.')
    WHERE NEW.round <> OLD.round
      AND NOT (
          NEW.round = OLD.round + 1 AND OLD.state IN ('changes_requested', 'ready_to_present')
      );

    PERFORM portal_refuse('This presenting of the case has been decided.')
    FROM cases_decision
    WHERE OLD.state <> 'awaiting_decision' AND NEW.state = 'awaiting_decision'
      AND case_id = NEW.id AND round = NEW.round;

    PERFORM portal_refuse('A case is approved or rejected by a decision on its presenting.')
    WHERE NEW.state IN ('approved', 'rejected') AND NEW.state <> OLD.state
      AND NOT EXISTS (
          SELECT 1 FROM cases_decision
          WHERE case_id = NEW.id AND round = NEW.round AND outcome = NEW.state
      );

    PERFORM portal_refuse('A case goes where the decision on its presenting says.')
    FROM cases_decision
    WHERE OLD.state = 'awaiting_decision' AND NEW.state <> OLD.state
      AND case_id = NEW.id AND round = NEW.round
      AND NEW.state <> CASE outcome
          WHEN 'returned' THEN 'changes_requested'
          WHEN 'referred' THEN 'advice_requested'
          ELSE outcome
      END;

    PERFORM portal_refuse('A case that awaits a decision keeps its applicant.')
    WHERE NEW.applicant_id <> OLD.applicant_id AND NEW.state = 'awaiting_decision';

    PERFORM portal_refuse('Someone who has advised on or decided a case is not named in it.')
    WHERE NEW.applicant_id <> OLD.applicant_id
      AND (
          EXISTS (SELECT 1 FROM cases_advice WHERE case_id = NEW.id AND by_id = NEW.applicant_id)
          OR EXISTS (
              SELECT 1 FROM cases_decision WHERE case_id = NEW.id AND by_id = NEW.applicant_id
          )
      );
    RETURN NEW;
END $$;

CREATE TRIGGER cases_businesscase_inserted BEFORE INSERT ON cases_businesscase
FOR EACH ROW WHEN (NEW.state <> 'draft' OR NEW.round <> 0)
EXECUTE FUNCTION portal_refuse_it('A case starts as a draft.');

CREATE TRIGGER cases_businesscase_updated BEFORE UPDATE ON cases_businesscase
FOR EACH ROW EXECUTE FUNCTION cases_businesscase_updated();

CREATE TRIGGER cases_businesscase_deleted BEFORE DELETE ON cases_businesscase
FOR EACH ROW WHEN (OLD.state <> 'draft' OR OLD.sent_at IS NOT NULL)
EXECUTE FUNCTION portal_refuse_it('A case past its draft is never deleted.');

CREATE TRIGGER cases_businesscase_truncated BEFORE TRUNCATE ON cases_businesscase
EXECUTE FUNCTION portal_refuse_it('A case past its draft is never deleted.');


CREATE OR REPLACE FUNCTION cases_namedperson_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_businesscase WHERE id = NEW.case_id FOR NO KEY UPDATE;
    PERFORM portal_refuse('The people named in a case change only while its answers are open.')
    FROM cases_businesscase
    WHERE id = NEW.case_id AND state NOT IN ('draft', 'changes_requested', 'ready_to_present');
    PERFORM portal_refuse('Someone who has advised on or decided a case is not named in it.')
    WHERE EXISTS (
        SELECT 1 FROM cases_advice WHERE case_id = NEW.case_id AND by_id = NEW.person_id
    ) OR EXISTS (
        SELECT 1 FROM cases_decision WHERE case_id = NEW.case_id AND by_id = NEW.person_id
    );
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION cases_namedperson_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_businesscase WHERE id = OLD.case_id FOR NO KEY UPDATE;
    PERFORM portal_refuse('The people named in a case change only while its answers are open.')
    FROM cases_businesscase
    WHERE id = OLD.case_id AND state NOT IN ('draft', 'changes_requested', 'ready_to_present')
      -- Whoever is given a case stops being a cover in it, whatever its state.
      AND applicant_id <> OLD.person_id;
    RETURN OLD;
END $$;

CREATE TRIGGER cases_namedperson_inserted BEFORE INSERT ON cases_namedperson
FOR EACH ROW EXECUTE FUNCTION cases_namedperson_written();

CREATE TRIGGER cases_namedperson_updated BEFORE UPDATE ON cases_namedperson
FOR EACH ROW EXECUTE FUNCTION cases_namedperson_written();

CREATE TRIGGER cases_namedperson_moved BEFORE UPDATE ON cases_namedperson
FOR EACH ROW WHEN ((OLD.id, OLD.case_id) IS DISTINCT FROM (NEW.id, NEW.case_id))
EXECUTE FUNCTION portal_refuse_it('A person stays named in the case that named them.');

CREATE TRIGGER cases_namedperson_deleted BEFORE DELETE ON cases_namedperson
FOR EACH ROW EXECUTE FUNCTION cases_namedperson_deleted();

CREATE TRIGGER cases_namedperson_truncated BEFORE TRUNCATE ON cases_namedperson
EXECUTE FUNCTION portal_refuse_it(
    'The people named in a case change only while its answers are open.'
);


-- What a move leaves behind: revisions, advice, decisions, messages.

CREATE TRIGGER cases_revision_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON cases_revision
EXECUTE FUNCTION portal_refuse_it('A revision is frozen.');

CREATE TRIGGER cases_message_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON cases_message
EXECUTE FUNCTION portal_refuse_it('A message is never altered or deleted.');


CREATE OR REPLACE FUNCTION cases_advice_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_businesscase WHERE id = NEW.case_id FOR NO KEY UPDATE;
    PERFORM portal_refuse('Advice is given on a case that asks for it.')
    FROM cases_businesscase
    WHERE id = NEW.case_id AND state <> 'advice_requested';
    PERFORM portal_refuse('Nobody advises on a case they are named in.')
    WHERE EXISTS (
        SELECT 1 FROM cases_businesscase WHERE id = NEW.case_id AND applicant_id = NEW.by_id
    ) OR EXISTS (
        SELECT 1 FROM cases_namedperson WHERE case_id = NEW.case_id AND person_id = NEW.by_id
    );
    PERFORM portal_refuse('Advice is given on a revision of its own case.')
    WHERE NOT EXISTS (
        SELECT 1 FROM cases_revision WHERE id = NEW.revision_id AND case_id = NEW.case_id
    );
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION cases_advice_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A decision that rests on this advice is made under the same lock.
    PERFORM 1 FROM cases_businesscase WHERE id = OLD.case_id FOR NO KEY UPDATE;
    PERFORM portal_refuse('Advice is never altered; it can only go stale, once.')
    WHERE (OLD.stale_at IS NOT NULL AND NEW.stale_at IS DISTINCT FROM OLD.stale_at)
       OR (
           OLD.id, OLD.case_id, OLD.revision_id, OLD.verdict, OLD.text, OLD.by_id, OLD.by_post,
           OLD.at
       ) IS DISTINCT FROM (
           NEW.id, NEW.case_id, NEW.revision_id, NEW.verdict, NEW.text, NEW.by_id, NEW.by_post,
           NEW.at
       );
    RETURN NEW;
END $$;

CREATE TRIGGER cases_advice_inserted BEFORE INSERT ON cases_advice
FOR EACH ROW EXECUTE FUNCTION cases_advice_inserted();

CREATE TRIGGER cases_advice_updated BEFORE UPDATE ON cases_advice
FOR EACH ROW EXECUTE FUNCTION cases_advice_updated();

CREATE TRIGGER cases_advice_deleted BEFORE DELETE OR TRUNCATE ON cases_advice
EXECUTE FUNCTION portal_refuse_it('Advice is never deleted.');


CREATE OR REPLACE FUNCTION cases_control_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_businesscase
    WHERE id = (SELECT case_id FROM cases_advice WHERE id = NEW.advice_id) FOR NO KEY UPDATE;
    PERFORM portal_refuse('Controls are set before the decision; afterwards there are conditions.')
    FROM cases_decision WHERE advice_id = NEW.advice_id;
    RETURN NEW;
END $$;

CREATE TRIGGER cases_control_inserted BEFORE INSERT ON cases_control
FOR EACH ROW EXECUTE FUNCTION cases_control_inserted();

CREATE TRIGGER cases_control_updated BEFORE UPDATE ON cases_control
FOR EACH ROW
WHEN ((OLD.id, OLD.advice_id, OLD.text) IS DISTINCT FROM (NEW.id, NEW.advice_id, NEW.text))
EXECUTE FUNCTION portal_refuse_it('A control is never altered.');

CREATE TRIGGER cases_control_unticked BEFORE UPDATE ON cases_control
FOR EACH ROW
WHEN (
    OLD.ticked_at IS NOT NULL
    AND (OLD.evidence, OLD.evidence_by_id, OLD.evidence_at, OLD.ticked_by_id, OLD.ticked_at)
    IS DISTINCT FROM
    (NEW.evidence, NEW.evidence_by_id, NEW.evidence_at, NEW.ticked_by_id, NEW.ticked_at)
)
EXECUTE FUNCTION portal_refuse_it('A ticked control stays ticked, on its evidence.');

CREATE TRIGGER cases_control_deleted BEFORE DELETE OR TRUNCATE ON cases_control
EXECUTE FUNCTION portal_refuse_it('A control is never deleted.');


CREATE OR REPLACE FUNCTION cases_decision_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_businesscase WHERE id = NEW.case_id FOR NO KEY UPDATE;
    PERFORM portal_refuse('A case is decided while it awaits a decision.')
    FROM cases_businesscase
    WHERE id = NEW.case_id AND state <> 'awaiting_decision';
    PERFORM portal_refuse('A decision is on the presenting of the day.')
    FROM cases_businesscase
    WHERE id = NEW.case_id AND round <> NEW.round;
    PERFORM portal_refuse('Nobody decides a case they are named in.')
    WHERE EXISTS (
        SELECT 1 FROM cases_businesscase WHERE id = NEW.case_id AND applicant_id = NEW.by_id
    ) OR EXISTS (
        SELECT 1 FROM cases_namedperson WHERE case_id = NEW.case_id AND person_id = NEW.by_id
    );
    PERFORM portal_refuse('A decision rests on the newest advice on its case, which is not stale.')
    WHERE NOT EXISTS (
        SELECT 1 FROM cases_advice
        WHERE id = NEW.advice_id AND case_id = NEW.case_id AND stale_at IS NULL
    ) OR EXISTS (
        SELECT 1 FROM cases_advice WHERE case_id = NEW.case_id AND id > NEW.advice_id
    );
    PERFORM portal_refuse('A decision is on the answers of its case as last presented.')
    WHERE NOT EXISTS (
        SELECT 1 FROM cases_revision presented
        WHERE id = NEW.revision_id AND case_id = NEW.case_id AND occasion = 'presented'
          AND NOT EXISTS (
              SELECT 1 FROM cases_revision later
              WHERE later.case_id = NEW.case_id AND later.number > presented.number
          )
    );
    RETURN NEW;
END $$;

CREATE TRIGGER cases_decision_inserted BEFORE INSERT ON cases_decision
FOR EACH ROW EXECUTE FUNCTION cases_decision_inserted();

CREATE TRIGGER cases_decision_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON cases_decision
EXECUTE FUNCTION portal_refuse_it('A decision is never altered or deleted.');


-- The account that an approval creates.

CREATE OR REPLACE FUNCTION cases_account_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM portal_refuse('An account starts by awaiting access.')
    WHERE NEW.state <> 'awaiting_access';
    PERFORM portal_refuse('An account rests on the approval of its own case.')
    WHERE NOT EXISTS (
        SELECT 1 FROM cases_decision
        WHERE id = NEW.decision_id AND case_id = NEW.case_id AND outcome = 'approved'
    );
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION cases_account_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM portal_refuse('An account keeps its case and its decision.')
    WHERE (OLD.id, OLD.case_id, OLD.decision_id)
        IS DISTINCT FROM (NEW.id, NEW.case_id, NEW.decision_id);

    PERFORM portal_refuse('An account cannot go from that state to this one.')
    WHERE NEW.state <> OLD.state
      AND (OLD.state, NEW.state) NOT IN (
          VALUES ('awaiting_access', 'live'), ('live', 'suspended'), ('suspended', 'live'),
          ('awaiting_access', 'closed'), ('live', 'closed'), ('suspended', 'closed')
      );

    PERFORM portal_refuse('No account goes live before all of its controls are ticked.')
    FROM cases_decision JOIN cases_control USING (advice_id)
    WHERE OLD.state <> 'live' AND NEW.state = 'live'
      AND cases_decision.id = NEW.decision_id AND ticked_at IS NULL;

    -- A suspended account has no access on: it goes live again first.
    PERFORM portal_refuse('An account goes live when its lead and a cover have access on.')
    WHERE OLD.state = 'awaiting_access' AND NEW.state = 'live'
      AND (
          NOT EXISTS (
              SELECT 1 FROM cases_access
              WHERE account_id = NEW.id AND state = 'on' AND person_id = NEW.lead_id
          ) OR NOT EXISTS (
              SELECT 1 FROM cases_access
              WHERE account_id = NEW.id AND state = 'on' AND person_id <> NEW.lead_id
                AND role IN ('author', 'administrator')
          )
      );

    PERFORM portal_refuse('No access is on for an account that is suspended or closed.')
    FROM cases_access
    WHERE NEW.state IN ('suspended', 'closed') AND NEW.state <> OLD.state
      AND cases_access.account_id = NEW.id AND cases_access.state = 'on';
    RETURN NEW;
END $$;

CREATE TRIGGER cases_account_inserted BEFORE INSERT ON cases_account
FOR EACH ROW EXECUTE FUNCTION cases_account_inserted();

CREATE TRIGGER cases_account_updated BEFORE UPDATE ON cases_account
FOR EACH ROW EXECUTE FUNCTION cases_account_updated();

CREATE TRIGGER cases_account_deleted BEFORE DELETE OR TRUNCATE ON cases_account
EXECUTE FUNCTION portal_refuse_it('An account is never deleted.');


CREATE TRIGGER cases_condition_updated BEFORE UPDATE ON cases_condition
FOR EACH ROW
WHEN (
    (OLD.id, OLD.account_id, OLD.text, OLD.due_on, OLD.set_by_id, OLD.set_at)
    IS DISTINCT FROM
    (NEW.id, NEW.account_id, NEW.text, NEW.due_on, NEW.set_by_id, NEW.set_at)
)
EXECUTE FUNCTION portal_refuse_it('A condition is never altered.');

CREATE TRIGGER cases_condition_unmet BEFORE UPDATE ON cases_condition
FOR EACH ROW
WHEN (
    OLD.met_at IS NOT NULL
    AND (OLD.evidence, OLD.met_by_id, OLD.met_at)
    IS DISTINCT FROM (NEW.evidence, NEW.met_by_id, NEW.met_at)
)
EXECUTE FUNCTION portal_refuse_it('A condition that was met stays met, on its evidence.');

CREATE TRIGGER cases_condition_deleted BEFORE DELETE OR TRUNCATE ON cases_condition
EXECUTE FUNCTION portal_refuse_it('A condition is never deleted.');


-- Access: on a decision and an attendance (5.1), and for nobody who has left (6.2).

CREATE OR REPLACE FUNCTION cases_access_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The person before the account, as when their leaving is handled. What is on already was
    -- checked, and whoever writes to it may have locked its account.
    PERFORM 1 FROM portal_employee
    WHERE NEW.state = 'on' AND OLD.state IS DISTINCT FROM 'on' AND id = NEW.person_id FOR SHARE;
    PERFORM portal_refuse('No access is on for someone who has left the council.')
    FROM portal_employee
    WHERE NEW.state = 'on' AND id = NEW.person_id AND leaving_handled_at IS NOT NULL;

    PERFORM portal_refuse('Access rests on the decision that created its account.')
    WHERE NOT EXISTS (
        SELECT 1 FROM cases_account WHERE id = NEW.account_id AND decision_id = NEW.decision_id
    );

    PERFORM portal_refuse('The lead of an account is not their own cover.')
    FROM cases_account
    WHERE NEW.role <> 'lead' AND OLD.role IS DISTINCT FROM NEW.role
      AND id = NEW.account_id AND lead_id = NEW.person_id;

    PERFORM 1 FROM cases_account
    WHERE NEW.state = 'on' AND id = NEW.account_id FOR NO KEY UPDATE;
    PERFORM portal_refuse('No access is on for an account that is suspended or closed.')
    FROM cases_account
    WHERE NEW.state = 'on' AND id = NEW.account_id AND state IN ('suspended', 'closed');

    PERFORM portal_refuse('Access rests on the attendance of its own person.')
    FROM policy_attendance
    WHERE id = NEW.attendance_id AND person_id <> NEW.person_id;

    PERFORM 1 FROM policy_attendance
    WHERE NEW.state IN ('ready', 'on') AND id = NEW.attendance_id FOR SHARE;
    PERFORM portal_refuse('Access rests on an attendance that stands.')
    FROM policy_attendance
    WHERE NEW.state IN ('ready', 'on') AND id = NEW.attendance_id
      AND (NOT attended OR superseded_at IS NOT NULL);
    RETURN NEW;
END $$;

CREATE TRIGGER cases_access_inserted BEFORE INSERT ON cases_access
FOR EACH ROW EXECUTE FUNCTION cases_access_written();

CREATE TRIGGER cases_access_updated BEFORE UPDATE ON cases_access
FOR EACH ROW EXECUTE FUNCTION cases_access_written();

CREATE TRIGGER cases_access_moved BEFORE UPDATE ON cases_access
FOR EACH ROW
WHEN (
    (OLD.id, OLD.account_id, OLD.person_id)
    IS DISTINCT FROM (NEW.id, NEW.account_id, NEW.person_id)
)
EXECUTE FUNCTION portal_refuse_it('Access stays with its account and its person.');

CREATE TRIGGER cases_access_deleted BEFORE DELETE OR TRUNCATE ON cases_access
EXECUTE FUNCTION portal_refuse_it('Access is switched off and never deleted.');


CREATE OR REPLACE FUNCTION cases_attendance_superseded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM portal_refuse('Access that rests on an attendance goes before it is corrected.')
    FROM cases_access
    WHERE attendance_id = OLD.id AND state IN ('ready', 'on');
    RETURN NEW;
END $$;

CREATE TRIGGER cases_attendance_superseded BEFORE UPDATE ON policy_attendance
FOR EACH ROW WHEN (OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL)
EXECUTE FUNCTION cases_attendance_superseded();


CREATE OR REPLACE FUNCTION cases_employee_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM portal_refuse('No access is on for someone who has left the council.')
    FROM cases_access
    WHERE person_id = NEW.id AND state = 'on';
    RETURN NEW;
END $$;

CREATE TRIGGER cases_employee_left BEFORE UPDATE ON portal_employee
FOR EACH ROW WHEN (OLD.leaving_handled_at IS NULL AND NEW.leaving_handled_at IS NOT NULL)
EXECUTE FUNCTION cases_employee_left();


-- Reviews: what was read stays as it was read.

CREATE TRIGGER cases_review_updated BEFORE UPDATE ON cases_review
FOR EACH ROW
WHEN (
    (OLD.id, OLD.account_id, OLD.number, OLD.period_from, OLD.due_on)
    IS DISTINCT FROM (NEW.id, NEW.account_id, NEW.number, NEW.period_from, NEW.due_on)
)
EXECUTE FUNCTION portal_refuse_it('A review keeps its account, its number and its dates.');

CREATE TRIGGER cases_review_ended BEFORE UPDATE ON cases_review
FOR EACH ROW WHEN (OLD.state IN ('acknowledged', 'excused') AND OLD IS DISTINCT FROM NEW)
EXECUTE FUNCTION portal_refuse_it('A review that was acknowledged or excused stays as it is.');

CREATE TRIGGER cases_review_deleted BEFORE DELETE OR TRUNCATE ON cases_review
EXECUTE FUNCTION portal_refuse_it('A review is never deleted.');


CREATE TRIGGER cases_acknowledgement_updated BEFORE UPDATE ON cases_acknowledgement
FOR EACH ROW
WHEN (
    (OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS DISTINCT FROM OLD.superseded_at)
    OR (OLD.id, OLD.review_id, OLD.side, OLD.by_id, OLD.by_post, OLD.at)
    IS DISTINCT FROM (NEW.id, NEW.review_id, NEW.side, NEW.by_id, NEW.by_post, NEW.at)
)
EXECUTE FUNCTION portal_refuse_it(
    'An acknowledgement is never altered; it can only be superseded, once.'
);

CREATE TRIGGER cases_acknowledgement_deleted BEFORE DELETE OR TRUNCATE ON cases_acknowledgement
EXECUTE FUNCTION portal_refuse_it('An acknowledgement is never deleted.');


CREATE OR REPLACE FUNCTION cases_reviewfigure_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases_review
    WHERE id IN (OLD.review_id, NEW.review_id) ORDER BY id FOR NO KEY UPDATE;
    PERFORM portal_refuse('The figures of an acknowledged review stay as they are.')
    FROM cases_review
    WHERE id IN (OLD.review_id, NEW.review_id) AND state = 'acknowledged';
    RETURN coalesce(NEW, OLD);
END $$;

CREATE TRIGGER cases_reviewfigure_inserted BEFORE INSERT ON cases_reviewfigure
FOR EACH ROW EXECUTE FUNCTION cases_reviewfigure_written();

CREATE TRIGGER cases_reviewfigure_updated BEFORE UPDATE ON cases_reviewfigure
FOR EACH ROW EXECUTE FUNCTION cases_reviewfigure_written();

CREATE TRIGGER cases_reviewfigure_deleted BEFORE DELETE ON cases_reviewfigure
FOR EACH ROW EXECUTE FUNCTION cases_reviewfigure_written();

CREATE TRIGGER cases_reviewfigure_truncated BEFORE TRUNCATE ON cases_reviewfigure
EXECUTE FUNCTION portal_refuse_it('The figures of an acknowledged review stay as they are.');
