from django.urls import path

from policy.views import media_contacts

app_name = "media_contacts"
urlpatterns = [
    path("", media_contacts.list_contacts, name="list"),
    path("export/", media_contacts.export_contacts, name="export"),
    path("new/", media_contacts.report_contact, name="new"),
    path("<key:pk>/", media_contacts.show_contact, name="detail"),
    path("<key:pk>/advise/", media_contacts.advise, name="advise"),
    path("<key:pk>/add/", media_contacts.add, name="add"),
    path("<key:pk>/close/", media_contacts.close, name="close"),
]
