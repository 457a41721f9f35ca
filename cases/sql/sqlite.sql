-- What SQLite forbids in cases, accounts, access and reviews; postgresql.sql says the same for
-- PostgreSQL.
--
-- Transactions here are IMMEDIATE, one at a time, so nothing needs locking. The triggers named
-- "replaced" refuse INSERT OR REPLACE, which deletes a row without firing its delete triggers.


-- The case: its reference, its states, its answers, and who is named in it.

CREATE TRIGGER cases_businesscase_inserted BEFORE INSERT ON cases_businesscase
WHEN NEW.state <> 'draft' OR NEW.round <> 0
BEGIN
    SELECT RAISE(ABORT, 'A case starts as a draft.');
END;

CREATE TRIGGER cases_businesscase_updated BEFORE UPDATE ON cases_businesscase
BEGIN
    SELECT RAISE(ABORT, 'A case keeps its reference.')
    WHERE (OLD.id, OLD.reference) IS NOT (NEW.id, NEW.reference);

    SELECT RAISE(ABORT, 'A case that has ended stays as it ended.')
    WHERE OLD.state IN ('approved', 'rejected', 'withdrawn')
      AND (OLD.state, OLD.applicant_id) IS NOT (NEW.state, NEW.applicant_id);

    SELECT RAISE(ABORT, 'A case that was sent is never a draft again.')
    WHERE (OLD.state <> 'draft' AND NEW.state = 'draft')
       OR (OLD.sent_at IS NOT NULL AND NEW.sent_at IS NULL);

    SELECT RAISE(ABORT, 'The answers of a case change only while they are open.')
    WHERE OLD.state NOT IN ('draft', 'changes_requested', 'ready_to_present')
      AND (
          (
              OLD.account_name, OLD.category_id, OLD.platform, OLD.already_running, OLD.address,
              OLD.access_for, OLD.workgroup_name, OLD.purpose, OLD.audience, OLD.aims,
              OLD.why_platform, OLD.channels, OLD.other_channel, OLD.frequency, OLD.times,
              OLD.keeps_records, OLD.records_how, OLD.records_why_not, OLD.will_hand_over,
              OLD.will_send_reviews, OLD.will_check_content
          ) IS NOT (
              NEW.account_name, NEW.category_id, NEW.platform, NEW.already_running, NEW.address,
              NEW.access_for, NEW.workgroup_name, NEW.purpose, NEW.audience, NEW.aims,
              NEW.why_platform, NEW.channels, NEW.other_channel, NEW.frequency, NEW.times,
              NEW.keeps_records, NEW.records_how, NEW.records_why_not, NEW.will_hand_over,
              NEW.will_send_reviews, NEW.will_check_content
          )
          -- Until the decision, the manager who is told changes with the applicant's.
          OR (
              NEW.manager_id IS NOT OLD.manager_id
              AND OLD.state IN ('approved', 'rejected', 'withdrawn')
          )
      );

    SELECT RAISE(ABORT, 'Each presenting of a case counts one round.')
    WHERE NEW.round <> OLD.round
      AND NOT (
          NEW.round = OLD.round + 1 AND OLD.state IN ('changes_requested', 'ready_to_present')
      );

    SELECT RAISE(ABORT, 'This presenting of the case has been decided.')
    FROM cases_decision
    WHERE OLD.state <> 'awaiting_decision' AND NEW.state = 'awaiting_decision'
      AND case_id = NEW.id AND round = NEW.round;

    SELECT RAISE(ABORT, 'A case is approved or rejected by a decision on its presenting.')
    WHERE NEW.state IN ('approved', 'rejected') AND NEW.state <> OLD.state
      AND NOT EXISTS (
          SELECT 1 FROM cases_decision
          WHERE case_id = NEW.id AND round = NEW.round AND outcome = NEW.state
      );

    SELECT RAISE(ABORT, 'A case goes where the decision on its presenting says.')
    FROM cases_decision
    WHERE OLD.state = 'awaiting_decision' AND NEW.state <> OLD.state
      AND case_id = NEW.id AND round = NEW.round
      AND NEW.state <> CASE outcome
          WHEN 'returned' THEN 'changes_requested'
          WHEN 'referred' THEN 'advice_requested'
          ELSE outcome
      END;

    SELECT RAISE(ABORT, 'A case that awaits a decision keeps its applicant.')
    WHERE NEW.applicant_id <> OLD.applicant_id AND NEW.state = 'awaiting_decision';

    SELECT RAISE(ABORT, 'Someone who has advised on or decided a case is not named in it.')
    WHERE NEW.applicant_id <> OLD.applicant_id
      AND (
          EXISTS (SELECT 1 FROM cases_advice WHERE case_id = NEW.id AND by_id = NEW.applicant_id)
          OR EXISTS (
              SELECT 1 FROM cases_decision WHERE case_id = NEW.id AND by_id = NEW.applicant_id
          )
      );
END;

CREATE TRIGGER cases_businesscase_deleted BEFORE DELETE ON cases_businesscase
WHEN OLD.state <> 'draft' OR OLD.sent_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'A case past its draft is never deleted.');
END;

CREATE TRIGGER cases_businesscase_replaced BEFORE INSERT ON cases_businesscase
BEGIN
    SELECT RAISE(ABORT, 'A case keeps its reference.')
    FROM cases_businesscase
    WHERE id = NEW.id OR reference = NEW.reference;
END;

CREATE TRIGGER cases_namedperson_inserted BEFORE INSERT ON cases_namedperson
BEGIN
    SELECT RAISE(ABORT, 'The people named in a case change only while its answers are open.')
    FROM cases_businesscase
    WHERE id = NEW.case_id AND state NOT IN ('draft', 'changes_requested', 'ready_to_present');
    SELECT RAISE(ABORT, 'Someone who has advised on or decided a case is not named in it.')
    WHERE EXISTS (
        SELECT 1 FROM cases_advice WHERE case_id = NEW.case_id AND by_id = NEW.person_id
    ) OR EXISTS (
        SELECT 1 FROM cases_decision WHERE case_id = NEW.case_id AND by_id = NEW.person_id
    );
END;

CREATE TRIGGER cases_namedperson_updated BEFORE UPDATE ON cases_namedperson
BEGIN
    SELECT RAISE(ABORT, 'The people named in a case change only while its answers are open.')
    FROM cases_businesscase
    WHERE id = NEW.case_id AND state NOT IN ('draft', 'changes_requested', 'ready_to_present');
    SELECT RAISE(ABORT, 'Someone who has advised on or decided a case is not named in it.')
    WHERE EXISTS (
        SELECT 1 FROM cases_advice WHERE case_id = NEW.case_id AND by_id = NEW.person_id
    ) OR EXISTS (
        SELECT 1 FROM cases_decision WHERE case_id = NEW.case_id AND by_id = NEW.person_id
    );
END;

CREATE TRIGGER cases_namedperson_moved BEFORE UPDATE ON cases_namedperson
WHEN (OLD.id, OLD.case_id) IS NOT (NEW.id, NEW.case_id)
BEGIN
    SELECT RAISE(ABORT, 'A person stays named in the case that named them.');
END;

CREATE TRIGGER cases_namedperson_deleted BEFORE DELETE ON cases_namedperson
BEGIN
    SELECT RAISE(ABORT, 'The people named in a case change only while its answers are open.')
    FROM cases_businesscase
    WHERE id = OLD.case_id AND state NOT IN ('draft', 'changes_requested', 'ready_to_present')
      -- Whoever is given a case stops being a cover in it, whatever its state.
      AND applicant_id <> OLD.person_id;
END;

CREATE TRIGGER cases_namedperson_replaced BEFORE INSERT ON cases_namedperson
BEGIN
    SELECT RAISE(ABORT, 'A person stays named in the case that named them.')
    FROM cases_namedperson
    WHERE id = NEW.id AND case_id <> NEW.case_id;
END;


-- What a move leaves behind: revisions, advice, decisions, messages.

CREATE TRIGGER cases_revision_updated BEFORE UPDATE ON cases_revision
BEGIN
    SELECT RAISE(ABORT, 'A revision is frozen.');
END;

CREATE TRIGGER cases_revision_deleted BEFORE DELETE ON cases_revision
BEGIN
    SELECT RAISE(ABORT, 'A revision is frozen.');
END;

CREATE TRIGGER cases_revision_replaced BEFORE INSERT ON cases_revision
BEGIN
    SELECT RAISE(ABORT, 'A revision is frozen.')
    FROM cases_revision
    WHERE id = NEW.id OR (case_id = NEW.case_id AND number = NEW.number);
END;

CREATE TRIGGER cases_message_updated BEFORE UPDATE ON cases_message
BEGIN
    SELECT RAISE(ABORT, 'A message is never altered or deleted.');
END;

CREATE TRIGGER cases_message_deleted BEFORE DELETE ON cases_message
BEGIN
    SELECT RAISE(ABORT, 'A message is never altered or deleted.');
END;

CREATE TRIGGER cases_message_replaced BEFORE INSERT ON cases_message
BEGIN
    SELECT RAISE(ABORT, 'A message is never altered or deleted.')
    FROM cases_message
    WHERE id = NEW.id;
END;

CREATE TRIGGER cases_advice_inserted BEFORE INSERT ON cases_advice
BEGIN
    SELECT RAISE(ABORT, 'Advice is given on a case that asks for it.')
    FROM cases_businesscase
    WHERE id = NEW.case_id AND state <> 'advice_requested';
    SELECT RAISE(ABORT, 'Nobody advises on a case they are named in.')
    WHERE EXISTS (
        SELECT 1 FROM cases_businesscase WHERE id = NEW.case_id AND applicant_id = NEW.by_id
    ) OR EXISTS (
        SELECT 1 FROM cases_namedperson WHERE case_id = NEW.case_id AND person_id = NEW.by_id
    );
    SELECT RAISE(ABORT, 'Advice is given on a revision of its own case.')
    WHERE NOT EXISTS (
        SELECT 1 FROM cases_revision WHERE id = NEW.revision_id AND case_id = NEW.case_id
    );
END;

CREATE TRIGGER cases_advice_updated BEFORE UPDATE ON cases_advice
BEGIN
    SELECT RAISE(ABORT, 'Advice is never altered; it can only go stale, once.')
    WHERE (OLD.stale_at IS NOT NULL AND NEW.stale_at IS NOT OLD.stale_at)
       OR (
           OLD.id, OLD.case_id, OLD.revision_id, OLD.verdict, OLD.text, OLD.by_id, OLD.by_post,
           OLD.at
       ) IS NOT (
           NEW.id, NEW.case_id, NEW.revision_id, NEW.verdict, NEW.text, NEW.by_id, NEW.by_post,
           NEW.at
       );
END;

CREATE TRIGGER cases_advice_deleted BEFORE DELETE ON cases_advice
BEGIN
    SELECT RAISE(ABORT, 'Advice is never deleted.');
END;

CREATE TRIGGER cases_advice_replaced BEFORE INSERT ON cases_advice
BEGIN
    SELECT RAISE(ABORT, 'Advice is never deleted.')
    FROM cases_advice
    WHERE id = NEW.id;
END;

CREATE TRIGGER cases_control_inserted BEFORE INSERT ON cases_control
BEGIN
    SELECT RAISE(ABORT, 'Controls are set before the decision; afterwards there are conditions.')
    FROM cases_decision WHERE advice_id = NEW.advice_id;
END;

CREATE TRIGGER cases_control_updated BEFORE UPDATE ON cases_control
WHEN (OLD.id, OLD.advice_id, OLD.text) IS NOT (NEW.id, NEW.advice_id, NEW.text)
BEGIN
    SELECT RAISE(ABORT, 'A control is never altered.');
END;

CREATE TRIGGER cases_control_unticked BEFORE UPDATE ON cases_control
WHEN (
    OLD.ticked_at IS NOT NULL
    AND (OLD.evidence, OLD.evidence_by_id, OLD.evidence_at, OLD.ticked_by_id, OLD.ticked_at)
    IS NOT
    (NEW.evidence, NEW.evidence_by_id, NEW.evidence_at, NEW.ticked_by_id, NEW.ticked_at)
)
BEGIN
    SELECT RAISE(ABORT, 'A ticked control stays ticked, on its evidence.');
END;

CREATE TRIGGER cases_control_deleted BEFORE DELETE ON cases_control
BEGIN
    SELECT RAISE(ABORT, 'A control is never deleted.');
END;

CREATE TRIGGER cases_control_replaced BEFORE INSERT ON cases_control
BEGIN
    SELECT RAISE(ABORT, 'A control is never deleted.')
    FROM cases_control
    WHERE id = NEW.id;
END;

CREATE TRIGGER cases_decision_inserted BEFORE INSERT ON cases_decision
BEGIN
    SELECT RAISE(ABORT, 'A case is decided while it awaits a decision.')
    FROM cases_businesscase
    WHERE id = NEW.case_id AND state <> 'awaiting_decision';
    SELECT RAISE(ABORT, 'A decision is on the presenting of the day.')
    FROM cases_businesscase
    WHERE id = NEW.case_id AND round <> NEW.round;
    SELECT RAISE(ABORT, 'Nobody decides a case they are named in.')
    WHERE EXISTS (
        SELECT 1 FROM cases_businesscase WHERE id = NEW.case_id AND applicant_id = NEW.by_id
    ) OR EXISTS (
        SELECT 1 FROM cases_namedperson WHERE case_id = NEW.case_id AND person_id = NEW.by_id
    );
    SELECT RAISE(ABORT, 'A decision rests on the newest advice on its case, which is not stale.')
    WHERE NOT EXISTS (
        SELECT 1 FROM cases_advice
        WHERE id = NEW.advice_id AND case_id = NEW.case_id AND stale_at IS NULL
    ) OR EXISTS (
        SELECT 1 FROM cases_advice WHERE case_id = NEW.case_id AND id > NEW.advice_id
    );
    SELECT RAISE(ABORT, 'A decision is on the answers of its case as last presented.')
    WHERE NOT EXISTS (
        SELECT 1 FROM cases_revision presented
        WHERE id = NEW.revision_id AND case_id = NEW.case_id AND occasion = 'presented'
          AND NOT EXISTS (
              SELECT 1 FROM cases_revision later
              WHERE later.case_id = NEW.case_id AND later.number > presented.number
          )
    );
END;

CREATE TRIGGER cases_decision_updated BEFORE UPDATE ON cases_decision
BEGIN
    SELECT RAISE(ABORT, 'A decision is never altered or deleted.');
END;

CREATE TRIGGER cases_decision_deleted BEFORE DELETE ON cases_decision
BEGIN
    SELECT RAISE(ABORT, 'A decision is never altered or deleted.');
END;

CREATE TRIGGER cases_decision_replaced BEFORE INSERT ON cases_decision
BEGIN
    SELECT RAISE(ABORT, 'A decision is never altered or deleted.')
    FROM cases_decision
    WHERE id = NEW.id OR revision_id = NEW.revision_id
       OR (case_id = NEW.case_id AND round = NEW.round);
END;


-- The account that an approval creates.

CREATE TRIGGER cases_account_inserted BEFORE INSERT ON cases_account
BEGIN
    SELECT RAISE(ABORT, 'An account starts by awaiting access.')
    WHERE NEW.state <> 'awaiting_access';
    SELECT RAISE(ABORT, 'An account rests on the approval of its own case.')
    WHERE NOT EXISTS (
        SELECT 1 FROM cases_decision
        WHERE id = NEW.decision_id AND case_id = NEW.case_id AND outcome = 'approved'
    );
END;

CREATE TRIGGER cases_account_updated BEFORE UPDATE ON cases_account
BEGIN
    SELECT RAISE(ABORT, 'An account keeps its case and its decision.')
    WHERE (OLD.id, OLD.case_id, OLD.decision_id)
        IS NOT (NEW.id, NEW.case_id, NEW.decision_id);

    SELECT RAISE(ABORT, 'An account cannot go from that state to this one.')
    WHERE NEW.state <> OLD.state
      AND (OLD.state, NEW.state) NOT IN (
          VALUES ('awaiting_access', 'live'), ('live', 'suspended'), ('suspended', 'live'),
          ('awaiting_access', 'closed'), ('live', 'closed'), ('suspended', 'closed')
      );

    SELECT RAISE(ABORT, 'No account goes live before all of its controls are ticked.')
    FROM cases_decision JOIN cases_control USING (advice_id)
    WHERE OLD.state <> 'live' AND NEW.state = 'live'
      AND cases_decision.id = NEW.decision_id AND ticked_at IS NULL;

    -- A suspended account has no access on: it goes live again first.
    SELECT RAISE(ABORT, 'An account goes live when its lead and a cover have access on.')
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

    SELECT RAISE(ABORT, 'No access is on for an account that is suspended or closed.')
    FROM cases_access
    WHERE NEW.state IN ('suspended', 'closed') AND NEW.state <> OLD.state
      AND cases_access.account_id = NEW.id AND cases_access.state = 'on';
END;

CREATE TRIGGER cases_account_deleted BEFORE DELETE ON cases_account
BEGIN
    SELECT RAISE(ABORT, 'An account is never deleted.');
END;

CREATE TRIGGER cases_account_replaced BEFORE INSERT ON cases_account
BEGIN
    SELECT RAISE(ABORT, 'An account is never deleted.')
    FROM cases_account
    WHERE id = NEW.id OR case_id = NEW.case_id OR decision_id = NEW.decision_id;
END;

CREATE TRIGGER cases_condition_updated BEFORE UPDATE ON cases_condition
WHEN (
    (OLD.id, OLD.account_id, OLD.text, OLD.due_on, OLD.set_by_id, OLD.set_at)
    IS NOT
    (NEW.id, NEW.account_id, NEW.text, NEW.due_on, NEW.set_by_id, NEW.set_at)
)
BEGIN
    SELECT RAISE(ABORT, 'A condition is never altered.');
END;

CREATE TRIGGER cases_condition_unmet BEFORE UPDATE ON cases_condition
WHEN (
    OLD.met_at IS NOT NULL
    AND (OLD.evidence, OLD.met_by_id, OLD.met_at)
    IS NOT (NEW.evidence, NEW.met_by_id, NEW.met_at)
)
BEGIN
    SELECT RAISE(ABORT, 'A condition that was met stays met, on its evidence.');
END;

CREATE TRIGGER cases_condition_deleted BEFORE DELETE ON cases_condition
BEGIN
    SELECT RAISE(ABORT, 'A condition is never deleted.');
END;

CREATE TRIGGER cases_condition_replaced BEFORE INSERT ON cases_condition
BEGIN
    SELECT RAISE(ABORT, 'A condition is never deleted.')
    FROM cases_condition
    WHERE id = NEW.id;
END;


-- Access: on a decision and an attendance (5.1), and for nobody who has left (6.2).

CREATE TRIGGER cases_access_inserted BEFORE INSERT ON cases_access
BEGIN
    SELECT RAISE(ABORT, 'No access is on for someone who has left the council.')
    FROM portal_employee
    WHERE NEW.state = 'on' AND id = NEW.person_id AND leaving_handled_at IS NOT NULL;

    SELECT RAISE(ABORT, 'Access rests on the decision that created its account.')
    WHERE NOT EXISTS (
        SELECT 1 FROM cases_account WHERE id = NEW.account_id AND decision_id = NEW.decision_id
    );

    SELECT RAISE(ABORT, 'The lead of an account is not their own cover.')
    FROM cases_account
    WHERE NEW.role <> 'lead' AND id = NEW.account_id AND lead_id = NEW.person_id;

    SELECT RAISE(ABORT, 'No access is on for an account that is suspended or closed.')
    FROM cases_account
    WHERE NEW.state = 'on' AND id = NEW.account_id AND state IN ('suspended', 'closed');

    SELECT RAISE(ABORT, 'Access rests on the attendance of its own person.')
    FROM policy_attendance
    WHERE id = NEW.attendance_id AND person_id <> NEW.person_id;

    SELECT RAISE(ABORT, 'Access rests on an attendance that stands.')
    FROM policy_attendance
    WHERE NEW.state IN ('ready', 'on') AND id = NEW.attendance_id
      AND (NOT attended OR superseded_at IS NOT NULL);
END;

CREATE TRIGGER cases_access_updated BEFORE UPDATE ON cases_access
BEGIN
    SELECT RAISE(ABORT, 'No access is on for someone who has left the council.')
    FROM portal_employee
    WHERE NEW.state = 'on' AND id = NEW.person_id AND leaving_handled_at IS NOT NULL;

    SELECT RAISE(ABORT, 'Access rests on the decision that created its account.')
    WHERE NOT EXISTS (
        SELECT 1 FROM cases_account WHERE id = NEW.account_id AND decision_id = NEW.decision_id
    );

    SELECT RAISE(ABORT, 'The lead of an account is not their own cover.')
    FROM cases_account
    WHERE NEW.role <> 'lead' AND NEW.role <> OLD.role AND id = NEW.account_id AND lead_id = NEW.person_id;

    SELECT RAISE(ABORT, 'No access is on for an account that is suspended or closed.')
    FROM cases_account
    WHERE NEW.state = 'on' AND id = NEW.account_id AND state IN ('suspended', 'closed');

    SELECT RAISE(ABORT, 'Access rests on the attendance of its own person.')
    FROM policy_attendance
    WHERE id = NEW.attendance_id AND person_id <> NEW.person_id;

    SELECT RAISE(ABORT, 'Access rests on an attendance that stands.')
    FROM policy_attendance
    WHERE NEW.state IN ('ready', 'on') AND id = NEW.attendance_id
      AND (NOT attended OR superseded_at IS NOT NULL);
END;

CREATE TRIGGER cases_access_moved BEFORE UPDATE ON cases_access
WHEN (
    (OLD.id, OLD.account_id, OLD.person_id)
    IS NOT (NEW.id, NEW.account_id, NEW.person_id)
)
BEGIN
    SELECT RAISE(ABORT, 'Access stays with its account and its person.');
END;

CREATE TRIGGER cases_access_deleted BEFORE DELETE ON cases_access
BEGIN
    SELECT RAISE(ABORT, 'Access is switched off and never deleted.');
END;

CREATE TRIGGER cases_access_replaced BEFORE INSERT ON cases_access
BEGIN
    SELECT RAISE(ABORT, 'Access is switched off and never deleted.')
    FROM cases_access
    WHERE id = NEW.id OR (account_id = NEW.account_id AND person_id = NEW.person_id);
END;

CREATE TRIGGER cases_attendance_superseded BEFORE UPDATE ON policy_attendance
WHEN OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'Access that rests on an attendance goes before it is corrected.')
    FROM cases_access
    WHERE attendance_id = OLD.id AND state IN ('ready', 'on');
END;

CREATE TRIGGER cases_employee_left BEFORE UPDATE ON portal_employee
WHEN OLD.leaving_handled_at IS NULL AND NEW.leaving_handled_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'No access is on for someone who has left the council.')
    FROM cases_access
    WHERE person_id = NEW.id AND state = 'on';
END;

CREATE TRIGGER cases_employee_replaced BEFORE INSERT ON portal_employee
WHEN NEW.leaving_handled_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'No access is on for someone who has left the council.')
    FROM cases_access
    WHERE person_id = NEW.id AND state = 'on';
END;


-- Reviews: what was read stays as it was read.

CREATE TRIGGER cases_review_updated BEFORE UPDATE ON cases_review
WHEN (
    (OLD.id, OLD.account_id, OLD.number, OLD.period_from, OLD.due_on)
    IS NOT (NEW.id, NEW.account_id, NEW.number, NEW.period_from, NEW.due_on)
)
BEGIN
    SELECT RAISE(ABORT, 'A review keeps its account, its number and its dates.');
END;

CREATE TRIGGER cases_review_ended BEFORE UPDATE ON cases_review
WHEN OLD.state IN ('acknowledged', 'excused')
BEGIN
    SELECT RAISE(ABORT, 'A review that was acknowledged or excused stays as it is.');
END;

CREATE TRIGGER cases_review_deleted BEFORE DELETE ON cases_review
BEGIN
    SELECT RAISE(ABORT, 'A review is never deleted.');
END;

CREATE TRIGGER cases_review_replaced BEFORE INSERT ON cases_review
BEGIN
    SELECT RAISE(ABORT, 'A review is never deleted.')
    FROM cases_review
    WHERE id = NEW.id
       OR (account_id = NEW.account_id AND (number = NEW.number OR due_on = NEW.due_on));
END;

CREATE TRIGGER cases_acknowledgement_updated BEFORE UPDATE ON cases_acknowledgement
WHEN (
    (OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS NOT OLD.superseded_at)
    OR (OLD.id, OLD.review_id, OLD.side, OLD.by_id, OLD.by_post, OLD.at)
    IS NOT (NEW.id, NEW.review_id, NEW.side, NEW.by_id, NEW.by_post, NEW.at)
)
BEGIN
    SELECT RAISE(ABORT, 'An acknowledgement is never altered; it can only be superseded, once.');
END;

CREATE TRIGGER cases_acknowledgement_deleted BEFORE DELETE ON cases_acknowledgement
BEGIN
    SELECT RAISE(ABORT, 'An acknowledgement is never deleted.');
END;

CREATE TRIGGER cases_acknowledgement_replaced BEFORE INSERT ON cases_acknowledgement
BEGIN
    SELECT RAISE(ABORT, 'An acknowledgement is never deleted.')
    FROM cases_acknowledgement
    WHERE id = NEW.id
       OR (
           superseded_at IS NULL AND NEW.superseded_at IS NULL AND review_id = NEW.review_id
           AND (side = NEW.side OR by_id = NEW.by_id)
       );
END;

CREATE TRIGGER cases_reviewfigure_inserted BEFORE INSERT ON cases_reviewfigure
BEGIN
    SELECT RAISE(ABORT, 'The figures of an acknowledged review stay as they are.')
    FROM cases_review
    WHERE id = NEW.review_id AND state = 'acknowledged';
END;

CREATE TRIGGER cases_reviewfigure_updated BEFORE UPDATE ON cases_reviewfigure
BEGIN
    SELECT RAISE(ABORT, 'The figures of an acknowledged review stay as they are.')
    FROM cases_review
    WHERE id IN (OLD.review_id, NEW.review_id) AND state = 'acknowledged';
END;

CREATE TRIGGER cases_reviewfigure_deleted BEFORE DELETE ON cases_reviewfigure
BEGIN
    SELECT RAISE(ABORT, 'The figures of an acknowledged review stay as they are.')
    FROM cases_review
    WHERE id = OLD.review_id AND state = 'acknowledged';
END;

CREATE TRIGGER cases_reviewfigure_replaced BEFORE INSERT ON cases_reviewfigure
BEGIN
    SELECT RAISE(ABORT, 'The figures of an acknowledged review stay as they are.')
    FROM cases_reviewfigure figure JOIN cases_review ON cases_review.id = figure.review_id
    WHERE figure.id = NEW.id AND state = 'acknowledged';
END;
