from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "policy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from policy import holdings, home
        from policy.services import awareness, media_contacts
        from portal import hooks

        hooks.on_leaving.append(awareness.release_places)
        hooks.holdings.append(holdings.holdings)
        hooks.sweeps.append(awareness.remind_of_sessions)
        hooks.sweeps.append(media_contacts.remind_of_media_contacts)
        hooks.duties.append(home.duties)
