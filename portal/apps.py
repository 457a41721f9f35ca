from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from portal import checks, home, hooks
        from portal.services import (
            appointments,
            browser_sessions,
            guarding,
            heads,
            people,
            vacancies,
        )

        checks.register_checks()
        hooks.on_leaving.append(appointments.end_on_leaving)
        hooks.sweeps += [
            people.handle_leavers,
            appointments.announce_ended,
            vacancies.announce_vacancies,
            browser_sessions.clear_old,
            guarding.watch_guards,
            heads.mail_head,
        ]
        hooks.duties.append(home.duties)
        hooks.navigation.append(home.navigation)
