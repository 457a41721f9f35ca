from django.urls import path

from cases.views import needs

app_name = "needs"

urlpatterns = [path("", needs.list_needs, name="list")]
