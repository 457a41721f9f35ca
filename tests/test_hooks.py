"""What hangs on each hook, in order, stated by hand."""

from portal import hooks

EXPECTED = {
    "on_leaving": [
        "portal.services.appointments.end_on_leaving",
        "policy.services.awareness.bookings.release_places",
        "cases.services.leaving.hand_on",
    ],
    "on_moving": ["cases.services.movers.follow_moves"],
    "holdings": ["policy.holdings.holdings", "cases.holdings.holdings"],
    "on_attendance": ["cases.services.access.make_ready"],
    "on_attendance_lost": ["cases.services.access.take_away"],
    "losses": ["cases.losses.losses"],
    "named_in_case": ["cases.parties.named_in_case"],
    "conflicts": ["cases.parties.conflicts"],
    "accounts_of": ["cases.account_parties.accounts_of"],
    "duties": [
        "portal.home.duties",
        "policy.home.duties",
        "policy.acknowledging.duties",
        "cases.home.duties",
        "cases.attendance_duties.duties",
    ],
    "navigation": ["portal.home.navigation", "cases.navigation.navigation"],
    "first_page": ["policy.acknowledging.first_page"],
    "sweeps": [
        "portal.services.people.handle_leavers",
        "portal.services.appointments.announce_ended",
        "portal.services.vacancies.announce_vacancies",
        "portal.services.browser_sessions.clear_old",
        "portal.services.guarding.watch_guards",
        "portal.services.heads.mail_head",
        "policy.services.awareness.waiting.close_waiting_lists",
        "policy.services.awareness.bookings.remind_of_sessions",
        "policy.services.media_contacts.remind_of_media_contacts",
        # In force before anyone is asked, asked before anyone is reminded.
        "policy.services.versions.publishing.put_in_force",
        "policy.services.acknowledging.ask_everyone",
        "policy.services.acknowledging.remind_of_policy",
        # Scheduled before they are opened, opened before anyone is reminded of them.
        "cases.services.reminders.schedule_reviews",
        "cases.services.reminders.open_reviews",
        "cases.services.reminders.remind_of_reviews",
        "cases.services.reminders.remind_of_waiting_cases",
        "cases.services.reminders.propose_suspensions",
        "cases.services.acting.end_acting",
        "cases.services.lapsing.lapse_accesses",
        "cases.services.lapsing.remind_of_attendance",
    ],
}


def test_what_hangs_on_each_hook():
    hung = {
        hook.name: [f"{function.__module__}.{function.__name__}" for function in hook]
        for hook in vars(hooks).values()
        if isinstance(hook, hooks.Hook)
    }

    assert hung == EXPECTED
