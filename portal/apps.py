from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class PortalConfig(AppConfig):
    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from portal import deployment_checks, home, hooks  # noqa: F401 (registers its checks)
        from portal.services import (
            appointments,
            browser_sessions,
            people,
            vacancies,
        )
        from portal.triggers import lift_triggers, restore_triggers

        pre_migrate.connect(lift_triggers, dispatch_uid="lift_triggers")
        post_migrate.connect(restore_triggers, dispatch_uid="restore_triggers")
        hooks.on_leaving.append(appointments.end_on_leaving)
        hooks.sweeps += [
            people.handle_leavers,
            appointments.announce_ended,
            vacancies.announce_vacancies,
            browser_sessions.clear_old,
        ]
        hooks.navigation.append(home.navigation)
