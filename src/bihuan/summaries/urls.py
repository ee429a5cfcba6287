"""Addresses of summaries."""

from django.urls import path

from bihuan.summaries.views import after, next, pages, sheets, workbench

urlpatterns = [
    path("summaries/", pages.summaries, name="summaries"),
    path("summaries/new/", pages.summary_new, name="summary_new"),
    path("summaries/forms/", sheets.report_forms, name="report_forms"),
    path("summaries/forms/<uuid:form_id>/", sheets.report_form, name="report_form"),
    path("summaries/forms/<uuid:form_id>/cell/", sheets.report_cell, name="report_cell"),
    path("summaries/forms/<uuid:form_id>/adopt/", sheets.report_adopt, name="report_adopt"),
    path("summaries/forms/<uuid:form_id>/fill/", sheets.report_fill, name="report_fill"),
    path("summaries/forms/filled/<uuid:filled_id>/", sheets.filled_form, name="filled_form"),
    path("summaries/forms/filled/<uuid:filled_id>/xlsx/", sheets.filled_file, name="filled_file"),
    path("summaries/<uuid:summary_id>/", pages.summary, name="summary"),
    path("summaries/<uuid:summary_id>/blank/<int:index>/", pages.summary_blank, name="summary_blank"),
    path("summaries/<uuid:summary_id>/claim/<int:index>/", pages.summary_claim, name="summary_claim"),
    path("summaries/<uuid:summary_id>/edit/", pages.summary_edit, name="summary_edit"),
    path("summaries/<uuid:summary_id>/choose/", workbench.summary_choose, name="summary_choose"),
    path("summaries/<uuid:summary_id>/replace/", workbench.summary_replace, name="summary_replace"),
    path("summaries/<uuid:summary_id>/remark/", workbench.summary_remark, name="summary_remark"),
    path(
        "summaries/remarks/<uuid:remark_id>/settle/",
        workbench.summary_remark_settle,
        name="summary_remark_settle",
    ),
    path("summaries/<uuid:summary_id>/next/", next.summary_next, name="summary_next"),
    path("summaries/<uuid:summary_id>/years/", workbench.summary_years, name="summary_years"),
    path("summaries/<uuid:summary_id>/difference/", after.summary_difference, name="summary_difference"),
    path("summaries/<uuid:summary_id>/correct/", after.summary_correct, name="summary_correct"),
    path("summaries/<uuid:summary_id>/compare/", after.summary_compare, name="summary_compare"),
    path("summaries/<uuid:summary_id>/submit/", workbench.summary_submit, name="summary_submit"),
    path("summaries/<uuid:summary_id>/return/", workbench.summary_return, name="summary_return"),
    path("summaries/<uuid:summary_id>/issue/", workbench.summary_issue, name="summary_issue"),
    path("summaries/<uuid:summary_id>/<str:form>", pages.summary_file, name="summary_file"),
]
