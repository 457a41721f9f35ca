from django.urls import path

from cases.views import access

app_name = "access"

urlpatterns = [
    path("", access.show_queue, name="queue"),
    path("<key:pk>/", access.switch, name="switch"),
]
