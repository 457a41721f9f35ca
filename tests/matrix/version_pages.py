"""The pages of one version of the policy (7.1): the policy administrator's alone.

Nobody else knows of a draft; what was published everyone reads, and of a version in force an
auditor sees who has acknowledged it.
"""

DRAFT = """
                                                    AL SY PVW n MF Hhx1 Cc ORU
get  versions version_new version version_title     ss .. ... . .. .... .. .+.
get  version_delete clause_new clause clause_remove ss .. ... . .. .... .. .+.
get  consult                                        ss .. ... . .. .... .. .+.
get  publish redraft move_day call_off              ss .. ... . .. .... .. .x.
get  version_text version_clause_text               ss .. ... . .. .... .. .+.
get  version_import                                 ss .. ... . .. .... .. .+.
get  coverage coverage_export                       ss .. ... . .. .... .. ...
post version_new version_title version_delete       ss .. ... . .. .... .. .>.
post clause_new clause clause_remove consult        ss .. ... . .. .... .. .>.
post version_import                                 ss .. ... . .. .... .. .>.
post publish redraft move_day call_off              ss .. ... . .. .... .. .x.
"""

# Of a trade union's answer there is none on a draft: these pages are about one that was asked.
IN_CONSULTATION = """
                                                    AL SY PVW n MF Hhx1 Cc ORU
get  versions version_new version                   ss .. ... . .. .... .. .+.
get  consult consultation answer redraft publish    ss .. ... . .. .... .. .+.
get  version_title version_delete clause_new        ss .. ... . .. .... .. .x.
get  clause clause_remove move_day call_off         ss .. ... . .. .... .. .x.
get  version_text version_clause_text               ss .. ... . .. .... .. .+.
get  coverage coverage_export                       ss .. ... . .. .... .. ...
post consult consultation answer redraft publish    ss .. ... . .. .... .. .>.
post version_title version_delete clause_new        ss .. ... . .. .... .. .x.
post clause clause_remove move_day call_off         ss .. ... . .. .... .. .x.
"""

SCHEDULED = """
                                                    AL SY PVW n MF Hhx1 Cc ORU
get  versions version_new version move_day call_off ss .. ... . .. .... .. .+.
get  version_title version_delete clause_new        ss .. ... . .. .... .. .x.
get  clause clause_remove consult consultation      ss .. ... . .. .... .. .x.
get  answer redraft publish                         ss .. ... . .. .... .. .x.
get  version_text version_clause_text               ss ++ +++ + ++ ++++ ++ +++
get  coverage coverage_export                       ss .. ... . .. .... .. ...
post move_day call_off                              ss .. ... . .. .... .. .>.
post version_title version_delete clause_new        ss .. ... . .. .... .. .x.
post clause clause_remove consult consultation      ss .. ... . .. .... .. .x.
post answer redraft publish                         ss .. ... . .. .... .. .x.
"""

IN_FORCE = """
                                                    AL SY PVW n MF Hhx1 Cc ORU
get  versions version_new version                   ss .. ... . .. .... .. .+.
get  version_title version_delete clause_new        ss .. ... . .. .... .. .x.
get  clause clause_remove consult consultation      ss .. ... . .. .... .. .x.
get  answer redraft publish move_day call_off       ss .. ... . .. .... .. .x.
get  version_text version_clause_text               ss ++ +++ + ++ ++++ ++ +++
get  coverage coverage_export                       ss .. ... . .. .... .. .++
post version_title version_delete clause_new        ss .. ... . .. .... .. .x.
post clause clause_remove consult consultation      ss .. ... . .. .... .. .x.
post answer redraft publish move_day call_off       ss .. ... . .. .... .. .x.
"""

VERSIONS = {
    "draft": DRAFT,
    "in consultation": IN_CONSULTATION,
    "scheduled": SCHEDULED,
    "in force": IN_FORCE,
}
