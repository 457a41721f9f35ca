"""The pages of one awareness session (5.1): B has booked it, G organises it."""

UPCOMING = """
                                  AL SY PVW n MF Hhx1 Cc ORU BG
get  detail calendar              ss ++ +++ + ++ ++++ ++ +++ ++
get  edit cancel                  ss .. ... + .. .... ++ ... .+
get  register                     ss .. ... x .. .... xx ... .x
get  register_export              ss .. ... + .. .... ++ ... .+
post book                         ss >> >>> > >> >>>> >> >>> x>
post cancel_booking               ss xx xxx x xx xxxx xx xxx >x
post edit cancel                  ss .. ... > .. .... >> ... .>
post register                     ss .. ... x .. .... xx ... .x
"""

# Once it has started it concerns who booked, its organiser, Communications and the auditor.
STARTED = """
                                  AL SY PVW n MF Hhx1 Cc ORU BG
get  detail calendar              ss .. ... + .. .... ++ ..+ ++
get  edit cancel                  ss .. ... x .. .... xx ... .x
get  register register_export     ss .. ... + .. .... ++ ... .+
post book cancel_booking          ss .. ... x .. .... xx ..x xx
post edit cancel                  ss .. ... x .. .... xx ... .x
post register                     ss .. ... > .. .... >> ... .>
"""

CANCELLED = """
                                  AL SY PVW n MF Hhx1 Cc ORU BG
get  detail calendar              ss .. ... + .. .... ++ ..+ ++
get  edit cancel register         ss .. ... x .. .... xx ... .x
get  register_export              ss .. ... + .. .... ++ ... .+
post book cancel_booking          ss .. ... x .. .... xx ..x xx
post edit cancel register         ss .. ... x .. .... xx ... .x
"""

SESSIONS = {"upcoming": UPCOMING, "started": STARTED, "cancelled": CANCELLED}
