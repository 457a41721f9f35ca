"""A type of social media, as the policy administrator describes it (3.2)."""

from typing import Any

from policy.models import PlatformCategory
from portal.forms.base import GovukForm
from portal.forms.fields import Text, YesNo


class CategoryForm(GovukForm):
    """What a type is called, what is of that type, and whether a new case can name it."""

    name = Text(
        label="What is it called?",
        help_text="One of its kind, such as Microblog",
        max_length=60,
        missing="Enter what the type is called",
    )
    examples = Text(
        label="Examples",
        help_text="Names that people know it by, with commas between them",
        max_length=150,
        required=False,
    )
    in_use = YesNo(
        label="Is it offered in new business cases?",
        help_text="Business cases and accounts that have it already keep it",
        missing="Select yes if it is offered in new business cases",
    )

    submit_label = "Save"

    def __init__(self, *args: Any, category: PlatformCategory | None, **kwargs: Any):
        names = ("name", "examples", "in_use")
        initial = {name: getattr(category, name) for name in names} if category else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.others = PlatformCategory.objects.exclude(pk=category.pk if category else None)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if self.others.filter(name__iexact=name).exists():
            self.add_error("name", f"There is already a type called {name}")
        return name
