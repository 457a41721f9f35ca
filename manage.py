#!/usr/bin/env python
"""Run the portal's commands: "python manage.py help" lists them."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

from portal.database_waits import is_unreachable


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:
        sys.exit(str(refusal))
    except OperationalError as error:
        if not is_unreachable(error):
            raise
        said = " ".join(str(error).split())
        sys.exit(f"The database of DATABASE_URL cannot be reached: {said}")


if __name__ == "__main__":
    main()
