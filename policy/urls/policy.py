from django.urls import path

from policy.views import policy

app_name = "policy"
urlpatterns = [
    path("", policy.show_policy, name="policy"),
    path("personal-use/", policy.show_personal_use, name="personal_use"),
]
