"""The hourly sweep: every rule of the apps above, each taking what is due from the database."""

import logging

from portal import clock, hooks
from portal.services import notices

logger = logging.getLogger(__name__)


def apply_rules() -> int:
    """Apply every rule and return how many things were done; one that fails holds up no other."""
    done = 0
    for rule in hooks.sweeps:
        try:
            with notices.sweeping():
                done += rule(today=clock.today())
        except Exception:
            logger.exception("%s failed, and is tried again in the next sweep", rule.__qualname__)
    return done
