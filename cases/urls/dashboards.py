from django.urls import path

from cases.views import dashboards

app_name = "dashboards"

urlpatterns = [
    path("team/", dashboards.show_team, name="team"),
    path("communications/", dashboards.show_communications, name="communications"),
    path("it/", dashboards.show_it, name="it"),
]
