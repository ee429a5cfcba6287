"""Addresses of assessments, vetoes and answers of who may be honoured."""

from django.urls import path

from bihuan.assessments.views import deciding, honours, lists, schemes, sheets, vetoes, vetorules

urlpatterns = [
    path("assessments/", schemes.assessments, name="assessments"),
    path("assessments/new/<slug:assessed_kind>/", schemes.scheme_new, name="scheme_new"),
    path("assessments/sheets/", lists.sheets_list, name="sheets"),
    path("assessments/schemes/<uuid:scheme_id>/", schemes.scheme, name="scheme"),
    path("assessments/schemes/<uuid:scheme_id>/edit/", schemes.scheme_edit, name="scheme_edit"),
    path("assessments/schemes/<uuid:scheme_id>/begin/", schemes.scheme_begin, name="scheme_begin"),
    path("assessments/schemes/<uuid:scheme_id>/tell/", schemes.scheme_tell, name="scheme_tell"),
    path("assessments/schemes/<uuid:scheme_id>/publish/", schemes.scheme_publish, name="scheme_publish"),
    path("assessments/schemes/<uuid:scheme_id>/drop/", schemes.scheme_drop, name="scheme_drop"),
    path("assessments/schemes/<uuid:scheme_id>/ranking/", schemes.scheme_ranking, name="scheme_ranking"),
    path("assessments/schemes/<uuid:scheme_id>/notice/", schemes.scheme_notice, name="scheme_notice"),
    path("assessments/sheets/<uuid:sheet_id>/", sheets.sheet, name="sheet"),
    path("assessments/sheets/<uuid:sheet_id>/file/", sheets.sheet_file, name="sheet_file"),
    path("assessments/sheets/<uuid:sheet_id>/retake/", sheets.sheet_retake, name="sheet_retake"),
    path("assessments/sheets/<uuid:sheet_id>/drop/", sheets.sheet_drop, name="sheet_drop"),
    path(
        "assessments/sheets/<uuid:sheet_id>/score/<slug:sheet_line>/", sheets.sheet_score, name="sheet_score"
    ),
    path("assessments/sheets/<uuid:sheet_id>/rows/<slug:sheet_line>/", sheets.sheet_rows, name="sheet_rows"),
    path(
        "assessments/sheets/<uuid:sheet_id>/object/<slug:sheet_line>/",
        sheets.sheet_object,
        name="sheet_object",
    ),
    path("assessments/objections/<uuid:objection_id>/", sheets.objection, name="objection"),
    path("vetoes/", lists.vetoes_list, name="vetoes"),
    path("vetoes/new/", vetoes.veto_raise, name="veto_raise"),
    path("vetoes/rules/", vetorules.veto_rules, name="veto_rules"),
    path("vetoes/rules/new/", vetorules.veto_rule_new, name="veto_rule_new"),
    path("vetoes/rules/<uuid:veto_rule_id>/", vetorules.veto_rule, name="veto_rule"),
    path("vetoes/rules/<uuid:veto_rule_id>/end/", vetorules.veto_rule_end, name="veto_rule_end"),
    path("vetoes/<uuid:veto_id>/", vetoes.veto, name="veto"),
    path("vetoes/<uuid:veto_id>/file/", vetoes.veto_file, name="veto_file"),
    path("vetoes/<uuid:veto_id>/decide/", deciding.veto_decide, name="veto_decide"),
    path("vetoes/<uuid:veto_id>/drop/", deciding.veto_drop, name="veto_drop"),
    path("vetoes/<uuid:veto_id>/keep/", deciding.veto_keep, name="veto_keep"),
    path("vetoes/<uuid:veto_id>/revoke/", deciding.veto_revoke, name="veto_revoke"),
    path("vetoes/<uuid:veto_id>/appeal/", deciding.veto_appeal, name="veto_appeal"),
    path("vetoes/<uuid:veto_id>/answer/", deciding.veto_answer, name="veto_answer"),
    path("honours/", lists.honours_list, name="honours"),
    path("honours/ask/", honours.honours_ask, name="honours_ask"),
    path("honours/<uuid:honour_id>/", honours.honour, name="honour"),
    path("honours/<uuid:honour_id>/file/", honours.honour_file, name="honour_file"),
]
