"""School blogs, which need no business case (5.1)."""

from django.db import transaction

from policy.addresses import check_account_address
from policy.models import PolicyVersion, SchoolDeclaration
from portal import clock
from portal.models import Employee
from portal.services import trail
from portal.services.people import subject_of


@transaction.atomic
def declare_school_blog(*, by: Employee, address: str) -> SchoolDeclaration:
    """Keep a school employee's declaration that a blog needs no business case (5.1).

    Raises ValidationError where the address is none that an account can have.
    """
    declaration = SchoolDeclaration.objects.create(
        employee=by,
        address=check_account_address(address),
        declared_at=clock.now(),
        policy_version=PolicyVersion.objects.in_force(clock.today()),
    )
    trail.record(
        "school.declare",
        by=by,
        subject=subject_of(by),
        summary="Declared a school blog that needs no business case",
        note=declaration.address,
    )
    return declaration
