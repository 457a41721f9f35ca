"""Every figure of a dashboard leads to the list it counts."""

import re

import pytest

from cases.models import State
from portal import clock
from portal.models import Post
from tests.builders import a_case_in, the_holder
from tests.cases.accounts import a_live_account, an_approved_account, sweep
from tests.cases.dashboards.reading import figures_of, in_days
from tests.factories import EmployeeFactory, MediaContactFactory

pytestmark = pytest.mark.django_db


def rows_listed(page: str) -> int:
    listed = page.split('class="portal-list__results">', 1)[1]
    return len(re.findall(r"<tr", listed.split("<tbody", 1)[1])) if "<tbody" in listed else 0


def test_every_figure_leads_to_the_list_it_counts(see, lead, manager):
    a_live_account(by=lead)
    a_case_in(State.AWAITING_DECISION, by=lead)
    a_case_in(State.ADVICE_REQUESTED, by=lead)
    MediaContactFactory.create_batch(2)
    with clock.at(in_days(10)):
        a_live_account(by=lead)
        a_live_account()
        a_case_in(State.REJECTED)
    with clock.at(in_days(182)):
        sweep()
        a_case_in(State.AWAITING_DECISION)
        an_approved_account()
        readers = {
            "/team/": manager,
            "/communications/": the_holder(Post.COMMUNICATIONS_MANAGER),
            "/it/": the_holder(Post.HEAD_OF_IT),
        }
        listed = {
            label: (value, rows_listed(see(reader, list_url)))
            for url, reader in readers.items()
            for label, (value, list_url) in figures_of(see(reader, url)).items()
        }

    assert listed == {
        "Live accounts": ("2", 2),
        "Accounts with a review due in 30 days": ("1", 1),
        "Accounts with a review overdue": ("1", 1),
        "Business cases under way": ("2", 2),
        "Business cases waiting for advice": ("1", 1),
        # Two people of one account.
        "People awaiting a session": ("6", 6),
        "Reviews received of those due this half-year": ("0 of 3", 3),
        "Open media contacts": ("2", 2),
        "Business cases waiting for a decision": ("2", 2),
        "Median working days to decide": ("0", 5),
        "Approved": ("4", 4),
        "Rejected": ("1", 1),
        "People held at the gate": ("2", 1),
    }


def test_the_filters_tell_nothing_of_accounts_to_which_a_person_is_no_party(see, start_from):
    start_from(a_live_account)
    an_approved_account()
    stranger = EmployeeFactory()
    with clock.at(in_days(182)):
        sweep()
        for filters in ("review=overdue", "review=half_year", "access=needs_session", "team=mine"):
            assert rows_listed(see(stranger, f"/accounts/?{filters}")) == 0
        assert rows_listed(see(stranger, "/accounts/")) == 2
