"""Every address of the portal; each app above names its own."""

from allauth.account import views as allauth
from django.urls import include, path, re_path, register_converter

from portal.addresses import KeyConverter
from portal.admin import system_administration
from portal.views import (
    account,
    appointments,
    demonstration,
    directory,
    employee_imports,
    home,
    notifications,
    outbox,
    people,
    people_picker,
    public,
    second_factor,
    sign_in,
)
from portal.views.sign_in import by_password

register_converter(KeyConverter, "key")

SIGN_IN = [
    path("", sign_in.SignIn.as_view(), name="account_login"),
    path("directory/", directory.sign_in, name="directory_sign_in"),
    path("directory/confirm/", directory.confirm, name="directory_confirm"),
    path("directory/answer/", directory.answer, name="directory_answer"),
    path("out/", allauth.logout, name="account_logout"),
    path("code/", sign_in.SignInCode.as_view(), name="mfa_authenticate"),
    path("confirm/", sign_in.confirm, name="account_reauthenticate"),
    path("account/", account.your_account, name="your_account"),
    path("sessions/", account.sessions, name="sessions"),
    path("stay/", account.stay_signed_in, name="stay_signed_in"),
    path("second-factor/", second_factor.set_up, name="second_factor"),
    path("second-factor/off/", second_factor.turn_off, name="second_factor_off"),
    path("second-factor/codes/", second_factor.recovery_codes, name="recovery_codes"),
    path(
        "second-factor/codes/recovery-codes.txt",
        second_factor.download_recovery_codes,
        name="recovery_codes_file",
    ),
    path("second-factor/codes/new/", second_factor.new_recovery_codes, name="new_recovery_codes"),
    path(
        "password/", by_password(sign_in.ChangePassword.as_view()), name="account_change_password"
    ),
    path(
        "forgotten/",
        by_password(sign_in.ForgottenPassword.as_view()),
        name="account_reset_password",
    ),
    path(
        "forgotten/sent/",
        by_password(allauth.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^new-password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        by_password(sign_in.NewPassword.as_view()),
        name="account_reset_password_from_key",
    ),
    path(
        "new-password/done/",
        by_password(allauth.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]

DEMONSTRATION = [
    path("sign-in/", sign_in.demonstration_sign_in, name="demonstration_sign_in"),
    path("clock/", demonstration.move_clock, name="demonstration_clock"),
    path("mail/", demonstration.read_mail, name="demonstration_mail"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", include(SIGN_IN)),
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/read/", notifications.read_all, name="notifications_read"),
    path("notifications/<key:pk>/", notifications.open_notice, name="notification"),
    path("notifications/preferences/", notifications.preferences, name="notification_preferences"),
    path("appointments/", appointments.appointments, name="appointments"),
    path("appointments/new/", appointments.new, name="appointment_new"),
    path("appointments/<key:pk>/end/", appointments.end, name="appointment_end"),
    path("appointments/<key:pk>/extend/", appointments.extend, name="appointment_extend"),
    path(
        "appointments/<key:pk>/hand-over/",
        appointments.hand_over_post,
        name="appointment_hand_over",
    ),
    path("appointments/<key:pk>/cancel/", appointments.cancel, name="appointment_cancel"),
    path("people/", people.people, name="people"),
    path("people/suggest/", people_picker.people_suggest, name="people_suggest"),
    path("people/new/", people.new, name="person_new"),
    path("people/import/", employee_imports.upload, name="employee_import_new"),
    path("people/import/<key:pk>/", employee_imports.show, name="employee_import"),
    path(
        "people/import/<key:pk>/progress/",
        employee_imports.progress,
        name="employee_import_progress",
    ),
    path("people/import/<key:pk>/faults/", employee_imports.faults, name="employee_import_faults"),
    path("people/import/<key:pk>/apply/", employee_imports.apply, name="employee_import_apply"),
    path("people/import/<key:pk>/cancel/", employee_imports.cancel, name="employee_import_cancel"),
    path("people/<key:pk>/", people.person, name="person"),
    path("people/<key:pk>/edit/", people.edit, name="person_edit"),
    path("people/<key:pk>/return/", people.returning, name="person_return"),
    path(
        "people/<key:pk>/second-factor/",
        people.reset_second_factor,
        name="person_second_factor",
    ),
    path("people/<key:pk>/leaving/", people.leaving, name="person_leaving"),
    path("people/<key:pk>/directory/", directory.forget, name="person_directory"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("help/", public.help_page, name="help"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("privacy/", public.privacy, name="privacy"),
    path("health/", public.health, name="health"),
    path("health/ready/", public.ready, name="ready"),
    path("demonstration/", include(DEMONSTRATION)),
    path("system-administration/", system_administration.urls),
    path("policy/", include("policy.urls.policy")),
    path("awareness/needed/", include("cases.urls.needs")),
    path("awareness/", include("policy.urls.awareness")),
    path("media-contacts/", include("policy.urls.media_contacts")),
    path("cases/", include("cases.urls.cases")),
    path("accounts/", include("cases.urls.accounts")),
    path("access/", include("cases.urls.access")),
    path("", include("cases.urls.dashboards")),
]

handler500 = "portal.views.errors.server_error"
