"""The pages of a business case once it is written: advice, presenting, the decision, the record."""

from django.urls import path

from cases.views import advise, compare, decide, detail, giving, moves, present, thread

urlpatterns = [
    path("<case:reference>/", detail.show_case, name="detail"),
    path("<case:reference>/thread/", thread.show_thread, name="thread"),
    path("<case:reference>/history/", detail.show_history, name="history"),
    path("<case:reference>/compare/", compare.compare_versions, name="compare"),
    path("<case:reference>/print/", detail.print_case, name="print"),
    path("<case:reference>/advise/", advise.advise, name="advise"),
    path("<case:reference>/present/", present.present, name="present"),
    path("<case:reference>/decide/", decide.decide, name="decide"),
    path("<case:reference>/decide/check/", decide.check_decision, name="decide_check"),
    path("<case:reference>/withdraw/", moves.withdraw, name="withdraw"),
    path("<case:reference>/take-back/", moves.take_back, name="take_back"),
    path("<case:reference>/ask-again/", moves.ask_again, name="ask_again"),
    path("<case:reference>/copy/", moves.copy, name="copy"),
    path("<case:reference>/give/", giving.give, name="give"),
    path("<case:reference>/acknowledge/", thread.acknowledge, name="acknowledge"),
]
