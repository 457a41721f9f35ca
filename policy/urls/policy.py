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
    path("versions/<key:pk>/", versions.show_version, name="version"),
    path("versions/<key:pk>/title/", versions.rename_version, name="version_title"),
    path("versions/<key:pk>/delete/", versions.delete_draft, name="version_delete"),
    path("versions/<key:pk>/clauses/new/", clauses.add_clause, name="clause_new"),
    path("versions/<key:pk>/clauses/<key:clause>/", clauses.edit_clause, name="clause"),
    path(
        "versions/<key:pk>/clauses/<key:clause>/remove/",
        clauses.remove_clause,
        name="clause_remove",
    ),
    path("versions/<key:pk>/consult/", consultations.consult, name="consult"),
    path(
        "versions/<key:pk>/consultations/<key:consultation>/",
        consultations.edit_body,
        name="consultation",
    ),
    path(
        "versions/<key:pk>/consultations/<key:consultation>/answer/",
        consultations.record_answer,
        name="answer",
    ),
    path("versions/<key:pk>/redraft/", consultations.redraft, name="redraft"),
    path("versions/<key:pk>/publish/", publishing.publish, name="publish"),
    path("versions/<key:pk>/day/", publishing.move_day, name="move_day"),
    path("versions/<key:pk>/call-off/", publishing.call_off, name="call_off"),
    path("versions/<key:pk>/coverage/", coverage.show_coverage, name="coverage"),
    path("versions/<key:pk>/coverage/export/", coverage.export_coverage, name="coverage_export"),
    path("clauses/<str:address>/", clause_text.show_clause, name="clause_text"),
    path("types/", categories.list_categories, name="categories"),
    path("types/new/", categories.new_category, name="category_new"),
    path("types/<key:pk>/", categories.edit_category, name="category"),
    path("compare/", compare.compare_versions, name="compare"),
    path("versions/<key:pk>/text/", policy.show_version, name="version_text"),
    path(
        "versions/<key:pk>/text/<str:address>/",
        clause_text.show_version_clause,
        name="version_clause_text",
    ),
]
