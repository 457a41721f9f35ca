from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "policy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from policy import acknowledging, holdings, home
        from policy.services import acknowledging as campaign
        from policy.services import awareness, media_contacts, versions
        from portal import hooks

        hooks.on_leaving.append(awareness.release_places)
        hooks.holdings.append(holdings.holdings)
        hooks.sweeps.append(awareness.close_waiting_lists)
        hooks.sweeps.append(awareness.remind_of_sessions)
        hooks.sweeps.append(media_contacts.remind_of_media_contacts)
        # In force before anyone is asked, asked before anyone is reminded.
        hooks.sweeps.append(versions.put_in_force)
        hooks.sweeps.append(campaign.ask_everyone)
        hooks.sweeps.append(campaign.remind_of_policy)
        hooks.duties.append(home.duties)
        hooks.duties.append(acknowledging.duties)
        hooks.first_page.append(acknowledging.first_page)
