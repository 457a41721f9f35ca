"""What gunicorn serves."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from portal.database_waits import bound_waits

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

# gunicorn gives up, rather than start the worker again and again, when it exits with this status.
DO_NOT_RETRY = 3

try:
    application = get_wsgi_application()
except ImproperlyConfigured as refusal:
    print(refusal, file=sys.stderr)
    sys.exit(DO_NOT_RETRY)
bound_waits()

# The apps are loaded by now, which it stands on.
from portal.services.guarding import restore_guards_at_start  # noqa: E402

restore_guards_at_start()
