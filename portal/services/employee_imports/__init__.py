"""Importing HR's file of employees: read, planned beside the directory, shown, applied."""

from portal.services.employee_imports.reading import COLUMNS
from portal.services.employee_imports.running import (
    LARGEST_FILE,
    ask_to_apply,
    cancel_import,
    run_import,
    run_imports,
    summary_of,
    take_import,
    upload_import,
)

__all__ = [
    "COLUMNS",
    "LARGEST_FILE",
    "ask_to_apply",
    "cancel_import",
    "run_import",
    "run_imports",
    "summary_of",
    "take_import",
    "upload_import",
]
