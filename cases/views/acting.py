"""What someone acting reads at the top of a page on which they act."""

from portal.models import Appointment
from portal.wording import longdate


def acting_notice(appointment: Appointment | None) -> str:
    """For whom a person acts, and until when; empty where they hold the post themselves."""
    if appointment is None or not appointment.acting:
        return ""
    until = f" until {longdate(appointment.ends_on)}" if appointment.ends_on else ""
    for_case = " for this business case" if appointment.for_case else ""
    return f"You are acting for the {appointment.get_post_display()}{for_case}{until}"
