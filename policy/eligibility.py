"""Who needs a business case, and who only declares a school blog (5.1)."""


def needs_business_case(
    *, school_employee: bool, for_teaching: bool, on_school_network: bool
) -> bool:
    """Whether the answers ask for a business case.

    Only a school employee's use for teaching and learning, on the school network alone, needs none
    (5.1).
    """
    return not (school_employee and for_teaching and on_school_network)
