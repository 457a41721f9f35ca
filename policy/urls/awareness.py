from django.urls import path

from policy.views import bookings, register, sessions

app_name = "awareness"
urlpatterns = [
    path("", sessions.list_sessions, name="list"),
    path("past/", sessions.list_past_sessions, name="past"),
    path("new/", sessions.add_session, name="new"),
    path("<int:pk>/", sessions.show_session, name="detail"),
    path("<int:pk>/edit/", sessions.edit_session, name="edit"),
    path("<int:pk>/cancel/", sessions.cancel_session, name="cancel"),
    path("<int:pk>/register/", register.keep_register, name="register"),
    path("<int:pk>/book/", bookings.book, name="book"),
    path("<int:pk>/cancel-booking/", bookings.cancel_booking, name="cancel_booking"),
]
