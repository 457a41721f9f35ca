from django.urls import path

from policy.views import (
    acknowledging,
    categories,
    clause_text,
    clauses,
    compare,
    consultations,
    coverage,
    policy,
    publishing,
    versions,
)

app_name = "policy"
urlpatterns = [
    path("", policy.show_policy, name="policy"),
    path("personal-use/", policy.show_personal_use, name="personal_use"),
    path("acknowledge/", acknowledging.acknowledge, name="acknowledge"),
    path("versions/", versions.list_versions, name="versions"),
    path("versions/new/", versions.start_draft, name="version_new"),
    path("versions/import/", versions.import_draft, name="version_import"),
    path("versions/<int:pk>/", versions.show_version, name="version"),
    path("versions/<int:pk>/title/", versions.rename_version, name="version_title"),
    path("versions/<int:pk>/delete/", versions.delete_draft, name="version_delete"),
    path("versions/<int:pk>/clauses/new/", clauses.add_clause, name="clause_new"),
    path("versions/<int:pk>/clauses/<int:clause>/", clauses.edit_clause, name="clause"),
    path(
        "versions/<int:pk>/clauses/<int:clause>/remove/",
        clauses.remove_clause,
        name="clause_remove",
    ),
    path("versions/<int:pk>/consult/", consultations.consult, name="consult"),
    path(
        "versions/<int:pk>/consultations/<int:consultation>/",
        consultations.edit_body,
        name="consultation",
    ),
    path(
        "versions/<int:pk>/consultations/<int:consultation>/answer/",
        consultations.record_answer,
        name="answer",
    ),
    path("versions/<int:pk>/redraft/", consultations.redraft, name="redraft"),
    path("versions/<int:pk>/publish/", publishing.publish, name="publish"),
    path("versions/<int:pk>/day/", publishing.move_day, name="move_day"),
    path("versions/<int:pk>/call-off/", publishing.call_off, name="call_off"),
    path("versions/<int:pk>/coverage/", coverage.show_coverage, name="coverage"),
    path("versions/<int:pk>/coverage/export/", coverage.export_coverage, name="coverage_export"),
    path("clauses/<str:address>/", clause_text.show_clause, name="clause_text"),
    path("types/", categories.list_categories, name="categories"),
    path("types/new/", categories.new_category, name="category_new"),
    path("types/<int:pk>/", categories.edit_category, name="category"),
    path("compare/", compare.compare_versions, name="compare"),
    path("versions/<int:pk>/text/", policy.show_version, name="version_text"),
    path(
        "versions/<int:pk>/text/<str:address>/",
        clause_text.show_version_clause,
        name="version_clause_text",
    ),
]
