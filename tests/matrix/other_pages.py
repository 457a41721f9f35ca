"""Pages that are about no case, account or session: everyone's, and those of posts."""

EVERYONE = """
                                                    AL SY PVW n MF Hhx1 Cc ORU
get  help accessibility privacy health ready        ++ ++ +++ + ++ ++++ ++ +++
get  home notifications notification_preferences    ss ++ +++ + ++ ++++ ++ +++
get  people_suggest policy:policy                   ss ++ +++ + ++ ++++ ++ +++
get  policy:personal_use awareness:list             ss ++ +++ + ++ ++++ ++ +++
get  policy:clause_text policy:compare              ss ++ +++ + ++ ++++ ++ +++
get  awareness:past awareness:record accounts:list  ss ++ +++ + ++ ++++ ++ +++
get  cases:list cases:export cases:new              ss ++ +++ + ++ ++++ ++ +++
get  cases:school_blog cases:school_blog_kept       ss ++ +++ + ++ ++++ ++ +++
get  media_contacts:list media_contacts:new         ss ++ +++ + ++ ++++ ++ +++
post media_contacts:new                             ss >> >>> > >> >>>> >> >>>
post notifications_read notification_preferences    ss >> >>> > >> >>>> >> >>>
post cases:new cases:school_blog policy:acknowledge ss >> >>> > >> >>>> >> >>>
"""

# A notice and a certificate are their owner's, a file of attendance its uploader's; a page of a
# post exists for its holders of the day, acting or not, and not for who acts in a single case.
POSTS = """
                                                    AL SY PVW n MF Hhx1 Cc ORU
get  appointments                                   ss .. ... + .. ++.. .. .++
get  appointment_new                                ss .. ... + .. ++.. .. .+.
get  appointment_extend appointment_hand_over       ss .. ... + .. ++.. .. .+.
get  appointment_end appointment_cancel             ss .. ... + .. ++.. .. .+.
get  people person person_leaving                   ss .. ... . .. .... .. .+.
get  person_new person_edit person_return           ss .. ... . .. .... .. .+.
get  employee_import_new employee_import            ss .. ... . .. .... .. .+.
get  employee_import_progress                       ss .. ... . .. .... .. .+.
get  employee_import_faults                         ss .. ... . .. .... .. .+.
get  policy:categories policy:category_new          ss .. ... . .. .... .. .+.
get  policy:category                                ss .. ... . .. .... .. .+.
get  person_second_factor                           ss .. ... . .. .... .. .+.
get  person_directory                               ss .. ... . .. .... .. ...
get  outbox                                         ss .. ... . .. .... .. .>.
get  awareness:new                                  ss .. ... + .. .... ++ ...
get  media_contacts:export                          ss .. ... + .. .... ++ ...
get  awareness:import awareness:record_of           ss .. ... + .. .... ++ ...
get  awareness:import_check                         ss .. ... . .. .... +. ...
get  awareness:certificate                          ss .. .+. . .. .... .. ...
get  needs:list                                     ss .. ... + .. .... ++ ...
get  dashboards:team                                ss .. ... . +. .... .. ...
get  dashboards:communications                      ss .. ... + .. .... ++ ...
get  dashboards:it                                  ss .. ... + .. ++.. .. ...
post notification                                   ss .. >.. . .. .... .. ...
post appointment_new                                ss .. ... > .. >>.. .. .>.
post appointment_end appointment_cancel             ss .. ... > .. >>.. .. .>.
post appointment_extend appointment_hand_over       ss .. ... > .. >>.. .. .>.
post person_leaving person_new                      ss .. ... . .. .... .. .>.
post person_edit person_return                      ss .. ... . .. .... .. .>.
post employee_import_new                            ss .. ... . .. .... .. .?.
post employee_import_apply employee_import_cancel   ss .. ... . .. .... .. .>.
post policy:category_new policy:category            ss .. ... . .. .... .. .>.
post person_second_factor                           ss .. ... . .. .... .. .>.
post person_directory                               ss .. ... . .. .... .. ...
post outbox                                         ss .. ... . .. .... .. .>.
post awareness:new awareness:import needs:list      ss .. ... > .. .... >> ...
post awareness:import_check                         ss .. ... . .. .... >. ...
"""

# Outside the demonstration they do not exist, for anyone.
DEMONSTRATION = """
                                                    AL SY PVW n MF Hhx1 Cc ORU
get  demonstration_clock demonstration_mail         .. .. ... . .. .... .. ...
post demonstration_clock demonstration_sign_in      .. .. ... . .. .... .. ...
"""

# One's own second factor, which F alone has set up.
OWN_ACCOUNT = """
                                                    AL SY PVW n MF Hhx1 Cc ORU
get  your_account sessions stay_signed_in           ss ++ +++ + ++ ++++ ++ +++
get  second_factor                                  ss ++ +++ + +> ++++ ++ +++
get  recovery_codes new_recovery_codes              ss >> >>> > >+ >>>> >> >>>
get  second_factor_off                              ss >> >>> > >+ >>>> >> >>>
get  recovery_codes_file                            ss .. ... . .+ .... .. ...
post sessions stay_signed_in recovery_codes         ss >> >>> > >> >>>> >> >>>
post second_factor                                  ss ?? ??? ? ?> ???? ?? ???
post new_recovery_codes second_factor_off           ss xx xxx x x> xxxx xx xxx
"""

# allauth's views: nothing is typed into them here.
SIGN_IN = """
                                                    AL SY PVW n MF Hhx1 Cc ORU
get  account_login                                  ++ >> >>> > >> >>>> >> >>>
get  account_logout                                 >> ++ +++ + ++ ++++ ++ +++
get  account_reauthenticate                         ss ++ +++ + ++ ++++ ++ +++
get  mfa_authenticate                               >> >> >>> > >> >>>> >> >>>
get  account_change_password                        ss ++ +++ + ++ ++++ ++ +++
get  account_reset_password                         ++ ++ +++ + ++ ++++ ++ +++
get  account_reset_password_done                    ++ ++ +++ + ++ ++++ ++ +++
get  account_reset_password_from_key                ++ ++ +++ + ++ ++++ ++ +++
get  account_reset_password_from_key_done           ++ ++ +++ + ++ ++++ ++ +++
post account_login                                  ?? >> >>> > >> >>>> >> >>>
post account_logout                                 >> >> >>> > >> >>>> >> >>>
post account_reauthenticate                         ss ?? ??? ? ?? ???? ?? ???
post mfa_authenticate                               >> >> >>> > >> >>>> >> >>>
post account_change_password                        ss ?? ??? ? ?? ???? ?? ???
post account_reset_password                         ?? ?? ??? ? ?? ???? ?? ???
post account_reset_password_from_key                ++ ++ +++ + ++ ++++ ++ +++
"""

# Without a directory they do not exist.
DIRECTORY = """
                                                    AL SY PVW n MF Hhx1 Cc ORU
get  directory_sign_in directory_answer             .. .. ... . .. .... .. ...
get  directory_confirm                              ss .. ... . .. .... .. ...
"""

# With one, which is another's to ask and answers nothing that was not asked; and without passwords.
# The policy administrator forgets whose account is whose.
WITH_A_DIRECTORY = """
                                                    AL SY PVW n MF Hhx1 Cc ORU
get  directory_sign_in                              >> >> >>> > >> >>>> >> >>>
get  directory_confirm                              ss >> >>> > >> >>>> >> >>>
get  directory_answer                               !! !! !!! ! !! !!!! !! !!!
get  person_directory                               ss .. ... . .. .... .. .+.
get  account_login                                  ++ >> >>> > >> >>>> >> >>>
get  account_change_password                        ss .. ... . .. .... .. ...
get  account_reset_password                         .. .. ... . .. .... .. ...
get  account_reset_password_done                    .. .. ... . .. .... .. ...
get  account_reset_password_from_key                .. .. ... . .. .... .. ...
get  account_reset_password_from_key_done           .. .. ... . .. .... .. ...
post person_directory                               ss .. ... . .. .... .. .>.
post account_login                                  .. >> >>> > >> >>>> >> >>>
post account_change_password                        ss .. ... . .. .... .. ...
post account_reset_password                         .. .. ... . .. .... .. ...
post account_reset_password_from_key                .. .. ... . .. .... .. ...
"""

# In the demonstration: anonymous and a stranger, who is one of its people.
IN_THE_DEMONSTRATION = """
                                                    A S
get  demonstration_clock demonstration_mail         + +
post demonstration_clock demonstration_sign_in      > >
"""

# Django's: the pages of each model in the system administration, and those about none.
ADMINISTRATION = {
    *("index", "login", "logout", "password_change", "password_change_done"),
    *("autocomplete", "jsi18n", "view_on_site", "app_list"),
}
ADMINISTERED = {
    *("portal_appointment", "portal_employee", "portal_holiday", "portal_notice"),
    *("portal_service", "portal_trailevent", "portal_trailseal"),
    *("policy_attendance", "policy_awarenesssession", "policy_booking", "policy_clause"),
    *("policy_attendancefile", "policy_invitation"),
    *(
        "cases_standardcontrol",
        "policy_consultation",
        "policy_platformcategory",
        "policy_policyacknowledgement",
        "policy_policyversion",
        "policy_schooldeclaration",
    ),
}
ADMINISTERED_PAGES = {"changelist", "add", "history", "delete", "change"}
