from django.urls import path

from policy.views import attendance_files, bookings, record, register, sessions

app_name = "awareness"
urlpatterns = [
    path("", sessions.list_sessions, name="list"),
    path("past/", sessions.list_past_sessions, name="past"),
    path("new/", sessions.add_session, name="new"),
    path("import/", attendance_files.import_attendance, name="import"),
    path("import/<key:pk>/", attendance_files.check_import, name="import_check"),
    path("my-record/", record.show_record, name="record"),
    path("my-record/<key:pk>/certificate/", record.show_certificate, name="certificate"),
    path("people/<key:pk>/record/", record.show_record_of, name="record_of"),
    path("<key:pk>/", sessions.show_session, name="detail"),
    path("<key:pk>/session.ics", sessions.download_session, name="calendar"),
    path("<key:pk>/edit/", sessions.edit_session, name="edit"),
    path("<key:pk>/cancel/", sessions.cancel_session, name="cancel"),
    path("<key:pk>/register/", register.keep_register, name="register"),
    path("<key:pk>/register/export/", register.export_register, name="register_export"),
    path("<key:pk>/book/", bookings.book, name="book"),
    path("<key:pk>/cancel-booking/", bookings.cancel_booking, name="cancel_booking"),
]
