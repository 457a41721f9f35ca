from django.urls import path

from cases.views import access, accounts, controls, movers, reviews

app_name = "accounts"

urlpatterns = [
    path("", accounts.list_accounts, name="list"),
    path("<int:pk>/", accounts.show_account, name="detail"),
    path("<int:pk>/history/", accounts.show_history, name="history"),
    path("<int:pk>/launch/", accounts.launch, name="launch"),
    path("<int:pk>/lead-moved/", movers.answer, name="lead_moved"),
    path("<int:pk>/controls/<int:control>/", controls.give_control_evidence, name="control"),
    path("<int:pk>/controls/<int:control>/tick/", controls.tick, name="tick"),
    path(
        "<int:pk>/conditions/<int:condition>/", controls.give_condition_evidence, name="condition"
    ),
    path("<int:pk>/conditions/<int:condition>/met/", controls.meet, name="condition_met"),
    path("<int:pk>/people/add/", access.add, name="add_person"),
    path("<int:pk>/people/<int:access>/remove/", access.remove, name="remove_person"),
    path("<int:pk>/reviews/<int:number>/", reviews.show_review, name="review"),
    path("<int:pk>/reviews/<int:number>/check/", reviews.check, name="review_check"),
    path(
        "<int:pk>/reviews/<int:number>/acknowledge/",
        reviews.acknowledge,
        name="review_acknowledge",
    ),
    path("<int:pk>/reviews/<int:number>/return/", reviews.return_to_lead, name="review_return"),
    path("<int:pk>/reviews/<int:number>/excuse/", reviews.excuse, name="review_excuse"),
]
