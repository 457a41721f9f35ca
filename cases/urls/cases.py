from django.urls import include, path, register_converter
from django.views.generic import TemplateView

from cases.questions import GROUPS
from cases.views import check, drafting, eligibility, lists, questions


class ReferenceConverter:
    """A case's reference, such as SM-2026-0042."""

    regex = r"SM-[0-9]{4}-[0-9]{4,9}"
    to_python = to_url = staticmethod(str)


class GroupConverter:
    """The slug of a group of questions."""

    regex = "|".join(GROUPS)
    to_python = to_url = staticmethod(str)


register_converter(ReferenceConverter, "case")
register_converter(GroupConverter, "group")

app_name = "cases"

writing = [
    path("", lists.list_cases, name="list"),
    path("export/", lists.export_cases, name="export"),
    path("new/", eligibility.new_case, name="new"),
    path("new/school-blog/", eligibility.declare_blog, name="school_blog"),
    path(
        "new/school-blog/kept/",
        TemplateView.as_view(template_name="cases/school_blog_kept.html"),
        name="school_blog_kept",
    ),
    path("<case:reference>/tasks/", drafting.show_tasks, name="tasks"),
    path("<case:reference>/share/", drafting.share, name="share"),
    path("<case:reference>/check/", check.check_answers, name="check"),
    path("<case:reference>/sent/", check.show_sent, name="sent"),
    path("<case:reference>/<group:slug>/", questions.answer, name="question"),
]

deciding = [path("", include("cases.urls.progress"))]

urlpatterns = writing + deciding
