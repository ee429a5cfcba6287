"""Addresses of the list of documents, case files, print jobs and hand-overs."""

from django.urls import path

from bihuan.documents.views import cases, handing, lists, printing

urlpatterns = [
    path("documents/", lists.writs, name="writs"),
    path("documents/print/", printing.writs_print, name="writs_print"),
    path("documents/handovers/new/", handing.handover_new, name="writ_handover_new"),
    path("units/<uuid:unit_id>/cases/new/", cases.case_new, name="case_new"),
    path("cases/", lists.cases, name="cases"),
    path("cases/<uuid:case_id>/", cases.case, name="case"),
    path("cases/<uuid:case_id>/add/", cases.case_add, name="case_add"),
    path("cases/<uuid:case_id>/paper/", cases.case_paper, name="case_paper"),
    path("cases/<uuid:case_id>/item/", cases.case_item, name="case_item"),
    path("cases/<uuid:case_id>/matter/", cases.case_matter, name="case_matter"),
    path("cases/<uuid:case_id>/close/", cases.case_close, name="close_case"),
    path("cases/<uuid:case_id>/reopen/", cases.case_reopen, name="reopen_case"),
    path("cases/<uuid:case_id>/export/", cases.case_export, name="case_export"),
    path("documents/handovers/", handing.handover_list, name="writ_handovers"),
    path("documents/handovers/<uuid:batch_id>/", handing.handover, name="writ_handover"),
    path(
        "documents/handovers/<uuid:batch_id>/file.<str:shape>",
        handing.handover_file,
        name="writ_handover_file",
    ),
]
