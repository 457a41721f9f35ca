from policy.reading import LONGEST_QUERY
from portal.forms.base import GovukForm
from portal.forms.fields import Text


class SearchForm(GovukForm):
    """Words to look for in the policy."""

    q = Text(label="Search the policy", max_length=LONGEST_QUERY, width=20, required=False)
