"""The Celery application: its settings are the CELERY_ ones of portal/settings.py."""

import os
import sys
from typing import Any

from celery import Celery
from celery.loaders.app import AppLoader
from celery.signals import beat_init, worker_init
from django.core.exceptions import ImproperlyConfigured
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

TRANSPORT_ALIASES["files"] = "portal.broker:Transport"


class Loader(AppLoader):
    """Reads the settings as Celery does, and ends a worker or beat that cannot in one sentence."""

    def config_from_object(self, obj: Any, silent: bool = False) -> bool:
        try:
            return super().config_from_object(obj, silent=silent)
        except ImproperlyConfigured as refusal:
            sys.exit(str(refusal))


app = Celery("portal", loader="portal.celery:Loader")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def restore_guards(**kwargs: Any) -> None:
    """Put the database's guards back as a worker or beat starts, before it forks."""
    from portal.services.guarding import restore_guards_at_start

    restore_guards_at_start()
