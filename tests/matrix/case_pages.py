"""The pages of a business case, in each of its states (domain: states and moves; 5).

What nobody may do in a state is asked for by GET; by POST it is the services' to refuse, but for
the decision, the answers of a case that waits, and what has no page.
"""

from cases.models import State

# Until it is sent, a case is its applicant's alone, or also theirs with whom it is shared (6.1).

DRAFT = """
                                          AL SY PVW n MF Hhx1 Cc ORU
get  detail thread history compare print  ss .. +.. . .. .... .. ...
get  tasks question check share withdraw  ss .. +.. . .. .... .. ...
get  sent decide_check                    ss .. >.. . .. .... .. ...
get  present take_back ask_again          ss .. x.. . .. .... .. ...
get  copy give advise decide              ss .. x.. . .. .... .. ...
post question check share thread withdraw ss .. >.. . .. .... .. ...
post acknowledge decide_check             ss .. x.. . .. .... .. ...
"""

SHARED_DRAFT = """
                                          AL SY PVW n MF Hhx1 Cc ORU
get  detail thread history compare print  ss .. ++. + +. .... ++ ...
get  tasks question check share           ss .. +.. . .. .... .. ...
get  sent                                 ss .. >.. . .. .... .. ...
get  withdraw                             ss .. +x. x x. .... xx ...
get  decide_check                         ss .. >>. > >. .... >> ...
get  present take_back ask_again          ss .. xx. x x. .... xx ...
get  copy give advise decide              ss .. xx. x x. .... xx ...
post question check share                 ss .. >.. . .. .... .. ...
post thread                               ss .. >>. > >. .... >> ...
post withdraw                             ss .. >x. x x. .... xx ...
post acknowledge decide_check             ss .. xx. x x. .... xx ...
"""

# Once sent: those named, the manager, Communications, the Head of IT, the auditor, who only reads.

ADVICE_REQUESTED = """
                                          AL SY PVW n MF Hhx1 Cc ORU
get  detail thread history compare print  ss .. +++ + +. ++.+ ++ ..+
get  sent                                 ss .. +.. . .. .... .. ...
get  tasks question check share           ss .. >.. . .. .... .. ...
get  decide_check                         ss .. >>> > >. >>.> >> ..>
get  take_back withdraw                   ss .. +xx x x. xx.x xx ..x
get  advise                               ss .. xxx x x. xx.x ++ ..x
get  present ask_again copy give decide   ss .. xxx x x. xx.x xx ..x
post question                             ss .. x.. . .. .... .. ...
post thread                               ss .. >>> > >. >>.> >> ..x
post acknowledge                          ss .. xxx x >. xx.x xx ..x
post take_back withdraw                   ss .. >xx x x. xx.x xx ..x
post advise                               ss .. xxx x x. xx.x >> ..x
post decide_check                         ss .. xxx x x. xx.x xx ..x
"""

# Returned by the Head of IT; Communications has advised on it.
CHANGES_REQUESTED = """
                                          AL SY PVW n MF Hhx1 Cc ORU
get  detail thread history compare print  ss .. +++ + +. ++.+ ++ ..+
get  tasks question check                 ss .. +.. . .. .... .. ...
get  sent share                           ss .. >.. . .. .... .. ...
get  decide_check                         ss .. >>> > >. >>.> >> ..>
get  present ask_again withdraw           ss .. +xx x x. xx.x xx ..x
get  take_back copy give advise decide    ss .. xxx x x. xx.x xx ..x
post question check                       ss .. >.. . .. .... .. ...
post thread                               ss .. >>> > >. >>.> >> ..x
post acknowledge                          ss .. xxx x >. xx.x xx ..x
post present ask_again withdraw           ss .. >xx x x. xx.x xx ..x
post decide_check                         ss .. xxx x x. xx.x xx ..x
"""

READY_TO_PRESENT = """
                                          AL SY PVW n MF Hhx1 Cc ORU
get  detail thread history compare print  ss .. +++ + +. ++.+ ++ ..+
get  tasks question check                 ss .. +.. . .. .... .. ...
get  sent share                           ss .. >.. . .. .... .. ...
get  decide_check                         ss .. >>> > >. >>.> >> ..>
get  present ask_again withdraw           ss .. +xx x x. xx.x xx ..x
get  take_back copy give advise decide    ss .. xxx x x. xx.x xx ..x
post question                             ss .. >.. . .. .... .. ...
post thread                               ss .. >>> > >. >>.> >> ..x
post acknowledge                          ss .. xxx x >. xx.x xx ..x
post present ask_again withdraw           ss .. >xx x x. xx.x xx ..x
post decide_check                         ss .. xxx x x. xx.x xx ..x
"""

AWAITING_DECISION = """
                                          AL SY PVW n MF Hhx1 Cc ORU
get  detail thread history compare print  ss .. +++ + +. ++.+ ++ ..+
get  sent                                 ss .. +.. . .. .... .. ...
get  tasks question check share           ss .. >.. . .. .... .. ...
get  decide_check                         ss .. >>> > >. >>.> >> ..>
get  decide                               ss .. xxx x x. ++.+ xx ..x
get  take_back withdraw                   ss .. +xx x x. xx.x xx ..x
get  present ask_again copy give advise   ss .. xxx x x. xx.x xx ..x
post question                             ss .. x.. . .. .... .. ...
post thread                               ss .. >>> > >. >>.> >> ..x
post acknowledge                          ss .. xxx x >. xx.x xx ..x
post decide                               ss .. xxx x x. ++.+ xx ..x
post decide_check                         ss .. xxx x x. >>.> xx ..x
post take_back withdraw                   ss .. >xx x x. xx.x xx ..x
"""

# The applicant has left: no move is open until the manager gives the case away (6.2).
WITHOUT_APPLICANT = """
                                          AL SY PVW n MF Hhx1 Cc ORU
get  detail thread history compare print  ss .. s++ + +. ++.+ ++ ..+
get  tasks question check share sent      ss .. s.. . .. .... .. ...
get  decide_check                         ss .. s>> > >. >>.> >> ..>
get  give                                 ss .. sxx x +. xx.x xx ..x
get  present ask_again take_back withdraw ss .. sxx x x. xx.x xx ..x
get  copy advise decide                   ss .. sxx x x. xx.x xx ..x
post thread                               ss .. s>> > >. >>.> >> ..x
post acknowledge give                     ss .. sxx x >. xx.x xx ..x
post decide_check                         ss .. sxx x x. xx.x xx ..x
"""

# Since the approval the applicant moved: the manager of the day sees it, the one named no more.
APPROVED = """
                                          AL SY PVW n MF Hhx1 Cc ORU
get  detail thread history compare print  ss .. +++ + +. ++.+ ++ ..+
get  tasks question check share sent      ss .. >.. . .. .... .. ...
get  decide_check                         ss .. >>> > >. >>.> >> ..>
get  copy                                 ss .. +++ + x. xx.x xx ..x
get  present take_back ask_again withdraw ss .. xxx x x. xx.x xx ..x
get  give advise decide                   ss .. xxx x x. xx.x xx ..x
post thread                               ss .. >>> > >. >>.> >> ..x
post copy                                 ss .. >>> > x. xx.x xx ..x
post acknowledge decide_check             ss .. xxx x x. xx.x xx ..x
"""

REJECTED = """
                                          AL SY PVW n MF Hhx1 Cc ORU
get  detail thread history compare print  ss .. +++ + +. ++.+ ++ ..+
get  tasks question check share sent      ss .. >.. . .. .... .. ...
get  decide_check                         ss .. >>> > >. >>.> >> ..>
get  copy                                 ss .. +++ + x. xx.x xx ..x
get  present take_back ask_again withdraw ss .. xxx x x. xx.x xx ..x
get  give advise decide                   ss .. xxx x x. xx.x xx ..x
post thread                               ss .. >>> > >. >>.> >> ..x
post copy                                 ss .. >>> > x. xx.x xx ..x
post acknowledge                          ss .. xxx x >. xx.x xx ..x
post decide_check                         ss .. xxx x x. xx.x xx ..x
"""

WITHDRAWN = REJECTED

CASES = {
    "draft": (DRAFT, {"state": State.DRAFT}),
    "shared draft": (SHARED_DRAFT, {"state": State.DRAFT, "shared": True}),
    "advice requested": (ADVICE_REQUESTED, {"state": State.ADVICE_REQUESTED}),
    "changes requested": (CHANGES_REQUESTED, {"state": State.CHANGES_REQUESTED}),
    "ready to present": (READY_TO_PRESENT, {"state": State.READY_TO_PRESENT}),
    "awaiting decision": (AWAITING_DECISION, {"state": State.AWAITING_DECISION}),
    "applicant has left": (
        WITHOUT_APPLICANT,
        {"state": State.AWAITING_DECISION, "without_applicant": True},
    ),
    "approved": (APPROVED, {"state": State.APPROVED}),
    "rejected": (REJECTED, {"state": State.REJECTED}),
    "withdrawn": (WITHDRAWN, {"state": State.WITHDRAWN}),
}
