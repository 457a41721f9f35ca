"""The pages of an account, of its accesses and of a review (domain: the account; 5)."""

from datetime import timedelta

from cases.models import AccountState
from tests.builders import NOW

# Everyone signed in sees the first page; its parties the rest. The lead moved since the approval:
# the manager of the day is a party, the one named in the case no more.

AWAITING_ACCESS = """
                                                    AL SY PVW n MF Hhx1 Cc ORU
get  accounts:detail                                ss ++ +++ + ++ ++++ ++ +++
get  accounts:history                               ss .. +++ + +. ++.+ ++ +.+
get  accounts:launch accounts:add_person            ss .. +xx x x. xx.x xx x.x
get  accounts:control accounts:condition            ss .. +xx x x. xx.x xx x.x
get  accounts:remove_person                         ss .. +xx x x. xx.x xx x.x
get  accounts:review accounts:review_check          ss .. ... . .. .... .. ...
get  accounts:review_return accounts:review_excuse  ss .. ... . .. .... .. ...
get  access:queue                                   ss .. ... + .. ...+ .. +..
post accounts:launch                                ss .. ?xx x x. xx.x xx x.x
post accounts:control accounts:condition            ss .. >xx x x. xx.x xx x.x
post accounts:add_person accounts:remove_person     ss .. >xx x x. xx.x xx x.x
post accounts:tick                                  ss .. xxx x x. xx.x >> x.x
post accounts:condition_met                         ss .. xxx x x. >>.> >> x.x
post access:switch                                  ss .. ... x .. ...> .. >..
post accounts:review_acknowledge                    ss .. ... . .. .... .. ...
"""

# Live: what is ticked takes no more evidence, and its first review is scheduled.
LIVE = """
                                                    AL SY PVW n MF Hhx1 Cc ORU
get  accounts:detail                                ss ++ +++ + ++ ++++ ++ +++
get  accounts:history accounts:review               ss .. +++ + +. ++.+ ++ +.+
get  accounts:add_person accounts:remove_person     ss .. +xx x x. xx.x xx x.x
get  accounts:condition                             ss .. +xx x x. xx.x xx x.x
get  accounts:launch accounts:control               ss .. xxx x x. xx.x xx x.x
get  accounts:review_check                          ss .. >>> > >. >>.> >> >.>
get  accounts:review_return accounts:review_excuse  ss .. xxx x x. xx.x xx x.x
get  access:queue                                   ss .. ... + .. ...+ .. +..
post accounts:tick                                  ss .. xxx x x. xx.x xx x.x
post accounts:condition                             ss .. >xx x x. xx.x xx x.x
post accounts:add_person accounts:remove_person     ss .. >xx x x. xx.x xx x.x
post accounts:condition_met                         ss .. xxx x x. >>.> >> x.x
post access:switch                                  ss .. ... x .. ...> .. >..
post accounts:review_acknowledge                    ss .. xxx x x. xx.x xx x.x
"""

# The lead has left: until a new one accepts, their duties are the manager's (6.2).
WITHOUT_LEAD = """
                                                    AL SY PVW n MF Hhx1 Cc ORU
get  accounts:detail                                ss ++ s++ + ++ ++++ ++ +++
get  accounts:history                               ss .. s++ + +. ++.+ ++ +.+
get  accounts:add_person accounts:remove_person     ss .. sxx x +. xx.x xx x.x
get  accounts:condition                             ss .. sxx x +. xx.x xx x.x
get  accounts:launch accounts:control               ss .. sxx x x. xx.x xx x.x
post accounts:tick                                  ss .. sxx x x. xx.x xx x.x
post accounts:add_person accounts:remove_person     ss .. sxx x >. xx.x xx x.x
post accounts:condition                             ss .. sxx x >. xx.x xx x.x
post accounts:condition_met                         ss .. sxx x x. >>.> >> x.x
"""

# The lead moved to another service: the manager of the day is asked, and nobody else.
LEAD_MOVED = """
                                                    AL SY PVW n MF Hhx1 Cc ORU
get  accounts:detail                                ss ++ +++ + ++ ++++ ++ +++
get  accounts:lead_moved                            ss .. xxx x +. xx.x xx x.x
post accounts:lead_moved                            ss .. xxx x >. xx.x xx x.x
"""

# Nothing is asked.
NOT_MOVED = """
                                                    AL SY PVW n MF Hhx1 Cc ORU
get  accounts:lead_moved                            ss .. xxx x x. xx.x xx x.x
post accounts:lead_moved                            ss .. xxx x x. xx.x xx x.x
"""

ACCOUNTS = {
    "lead has moved": (LEAD_MOVED, {"lead_moved": True}),
    "lead has not moved": (NOT_MOVED, {}),
    "awaiting access": (AWAITING_ACCESS, {"state": AccountState.AWAITING_ACCESS}),
    "live": (LIVE, {}),
    "lead has left": (WITHOUT_LEAD, {"without_lead": True}),
}

# Filled in and sent by the lead, read by the manager and by Communications, each for a side.

OPEN = """
                                  AL SY PVW n MF Hhx1 Cc ORU
get  review                       ss .. +++ + +. ++.+ ++ +.+
get  review_check                 ss .. +>> > >. >>.> >> >.>
get  review_return                ss .. xxx x x. xx.x xx x.x
get  review_excuse                ss .. xxx x x. xx.x ++ x.x
post review review_check          ss .. >xx x x. xx.x xx x.x
post review_acknowledge           ss .. xxx x x. xx.x xx x.x
post review_excuse                ss .. xxx x x. xx.x >> x.x
"""

# Until a new lead accepts, the manager sends it (6.2).
OPEN_WITHOUT_LEAD = """
                                  AL SY PVW n MF Hhx1 Cc ORU
get  review                       ss .. s++ + +. ++.+ ++ +.+
get  review_check                 ss .. s>> > +. >>.> >> >.>
get  review_return                ss .. sxx x x. xx.x xx x.x
get  review_excuse                ss .. sxx x x. xx.x ++ x.x
post review review_check          ss .. sxx x >. xx.x xx x.x
post review_acknowledge           ss .. sxx x x. xx.x xx x.x
post review_excuse                ss .. sxx x x. xx.x >> x.x
"""

SENT = """
                                  AL SY PVW n MF Hhx1 Cc ORU
get  review                       ss .. +++ + +. ++.+ ++ +.+
get  review_check                 ss .. >>> > >. >>.> >> >.>
get  review_return                ss .. xxx x +. xx.x ++ x.x
get  review_excuse                ss .. xxx x x. xx.x xx x.x
post review_acknowledge           ss .. xxx x >. xx.x >> x.x
post review_return                ss .. xxx x >. xx.x >> x.x
"""

RETURNED = OPEN

OVER = """
                                  AL SY PVW n MF Hhx1 Cc ORU
get  review                       ss .. +++ + +. ++.+ ++ +.+
get  review_check                 ss .. >>> > >. >>.> >> >.>
get  review_return review_excuse  ss .. xxx x x. xx.x xx x.x
post review_acknowledge           ss .. xxx x x. xx.x xx x.x
"""

# Six months less two weeks after the account went live.
REVIEW_TIME = NOW + timedelta(days=167)
REVIEWS = {
    "open": (OPEN, {"review": "open"}),
    "open, lead has left": (OPEN_WITHOUT_LEAD, {"review": "open", "without_lead": True}),
    "sent": (SENT, {"review": "sent"}),
    "returned": (RETURNED, {"review": "returned"}),
    "acknowledged": (OVER, {"review": "acknowledged"}),
    "excused": (OVER, {"review": "excused"}),
}
