from portal.forms.base import GovukForm
from portal.forms.fields import Text


class SearchForm(GovukForm):
    """Words to look for in the policy."""

    q = Text(label="Search the policy", width=20, required=False)
