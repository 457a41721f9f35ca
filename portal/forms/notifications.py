from portal.forms.base import GovukForm
from portal.forms.fields import Radios
from portal.models import Employee


class PreferencesForm(GovukForm):
    """How someone wants the portal's e-mails."""

    mail = Radios(
        label="When do you want our e-mails?",
        choices=Employee.Mail.choices,
        hints={Employee.Mail.DAILY: "At 8am, where there is anything to tell you"},
        missing="Select when you want our e-mails",
    )

    heading = "mail"
    submit_label = "Save"
