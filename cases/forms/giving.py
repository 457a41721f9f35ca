from cases.forms.moves import SeenForm
from portal.forms.person import EmployeeField


class GiveForm(SeenForm):
    to = EmployeeField(
        label="Who takes it over?",
        help_text="Start typing their name or e-mail address.",
        missing="Select who takes it over",
    )
    heading = ""
    submit_label = "Give them this business case"
