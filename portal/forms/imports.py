from portal.forms.base import GovukForm
from portal.forms.fields import File
from portal.services.employee_imports import LARGEST_FILE


class ImportForm(GovukForm):
    """HR's file."""

    file = File(
        label="HR's file of employees, as CSV",
        largest=LARGEST_FILE,
        missing="Select the file to import",
    )

    submit_label = "Upload and check"
