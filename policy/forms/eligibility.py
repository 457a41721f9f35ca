"""Do you need a business case, and the declaration of those who do not (5.1)."""

from policy.eligibility import needs_business_case
from policy.forms.addresses import AccountAddress
from portal.forms.base import GovukForm
from portal.forms.fields import Confirm, YesNo


class EligibilityForm(GovukForm):
    """The three questions that tell whether a business case is needed."""

    school_employee = YesNo(
        label="Do you work for one of the council's schools?",
        missing="Select yes if you work for a school",
        # What an answer brings up cannot stand beside answers in one line.
        govuk={},
    )
    for_teaching = YesNo(
        label="Is it for teaching and learning?",
        help_text="For example, sharing learning activities on a class blog.",
        missing="Select yes if it is for teaching and learning",
    )
    on_school_network = YesNo(
        label="Will it be used on the school network only?",
        missing="Select yes if it will be used on the school network only",
    )

    submit_label = "Continue"
    reveals = {"school_employee": {"yes": ["for_teaching", "on_school_network"]}}

    @property
    def needs_business_case(self) -> bool:
        """What the answers come to, once they are complete."""
        answers = {name: bool(self.cleaned_data[name]) for name in self.fields}
        return needs_business_case(**answers)


class SchoolDeclarationForm(GovukForm):
    """The address of a school blog, and the word of the employee that it needs no business case."""

    address = AccountAddress(
        label="What is the address of the blog?",
        help_text="For example, https://www.example.com/our-class",
        missing="Enter the address of the blog",
    )
    declared = Confirm(
        label="I work for one of the council's schools, and this blog is for teaching and "
        "learning on the school network only",
        missing="Confirm that all three are true",
    )

    submit_label = "Keep my declaration"
