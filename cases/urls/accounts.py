from django.urls import path

from cases.views import access, accounts, controls, movers, reviews

app_name = "accounts"

urlpatterns = [
    path("", accounts.list_accounts, name="list"),
    path("<key:pk>/", accounts.show_account, name="detail"),
    path("<key:pk>/history/", accounts.show_history, name="history"),
    path("<key:pk>/launch/", accounts.launch, name="launch"),
    path("<key:pk>/lead-moved/", movers.answer, name="lead_moved"),
    path("<key:pk>/controls/<key:control>/", controls.give_control_evidence, name="control"),
    path("<key:pk>/controls/<key:control>/tick/", controls.tick, name="tick"),
    path(
        "<key:pk>/conditions/<key:condition>/", controls.give_condition_evidence, name="condition"
    ),
    path("<key:pk>/conditions/<key:condition>/met/", controls.meet, name="condition_met"),
    path("<key:pk>/people/add/", access.add, name="add_person"),
    path("<key:pk>/people/<key:access>/remove/", access.remove, name="remove_person"),
    path("<key:pk>/reviews/<key:number>/", reviews.show_review, name="review"),
    path("<key:pk>/reviews/<key:number>/check/", reviews.check, name="review_check"),
    path(
        "<key:pk>/reviews/<key:number>/acknowledge/",
        reviews.acknowledge,
        name="review_acknowledge",
    ),
    path("<key:pk>/reviews/<key:number>/return/", reviews.return_to_lead, name="review_return"),
    path("<key:pk>/reviews/<key:number>/excuse/", reviews.excuse, name="review_excuse"),
]
