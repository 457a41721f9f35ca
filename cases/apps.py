from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from cases import (
            account_parties,
            attendance_duties,
            holdings,
            home,
            losses,
            navigation,
            parties,
        )
        from cases.services import access, acting, lapsing, leaving, movers, reminders
        from portal import hooks

        hooks.on_leaving.append(leaving.hand_on)
        hooks.on_moving.append(movers.follow_moves)
        hooks.holdings.append(holdings.holdings)
        hooks.on_attendance.append(access.make_ready)
        hooks.on_attendance_lost.append(access.take_away)
        hooks.losses.append(losses.losses)
        hooks.sweeps.append(reminders.schedule_reviews)
        hooks.sweeps.append(reminders.open_reviews)
        hooks.sweeps.append(reminders.remind_of_reviews)
        hooks.sweeps.append(reminders.remind_of_waiting_cases)
        hooks.sweeps.append(reminders.propose_suspensions)
        hooks.sweeps.append(acting.end_acting)
        hooks.sweeps.append(lapsing.lapse_accesses)
        hooks.sweeps.append(lapsing.remind_of_attendance)
        hooks.named_in_case.append(parties.named_in_case)
        hooks.conflicts.append(parties.conflicts)
        hooks.accounts_of.append(account_parties.accounts_of)
        hooks.duties.append(home.duties)
        hooks.duties.append(attendance_duties.duties)
        hooks.navigation.append(navigation.navigation)
