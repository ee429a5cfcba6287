"""Addresses of risks."""

from django.urls import path

from bihuan.risks.views import lists, papers, plans, points, prints, setting_up, steps

urlpatterns = [
    path("risks/", lists.risks, name="risks"),
    path("risks/ledger/", lists.risk_ledger, name="risk_ledger"),
    path("risks/list/", lists.risk_list, name="risk_list"),
    path("risks/major/", lists.risk_majors, name="risk_majors"),
    path("risks/major/pdf/", papers.risk_majors_paper, name="risk_majors_paper"),
    path("risks/<uuid:point_id>/", points.risk_point, name="risk_point"),
    path("risks/<uuid:point_id>/edit/", points.risk_point_edit, name="risk_point_edit"),
    path("risks/<uuid:point_id>/end/", points.risk_point_end, name="risk_point_end"),
    path("risks/<uuid:point_id>/keepers/", points.risk_point_keepers, name="risk_point_keepers"),
    path("risks/<uuid:point_id>/confirm/", points.risk_point_confirm, name="risk_point_confirm"),
    path("risks/<uuid:point_id>/card/", prints.risk_card, name="risk_card"),
    path("risks/<uuid:point_id>/place/", plans.risk_point_place, name="risk_point_place"),
    path("risks/<uuid:point_id>/record/", papers.risk_record, name="risk_record"),
    path("risks/<uuid:point_id>/steps/new/", steps.risk_step_new, name="risk_step_new"),
    path("risks/steps/<uuid:step_id>/edit/", steps.risk_step_edit, name="risk_step_edit"),
    path("risks/steps/<uuid:step_id>/end/", steps.risk_step_end, name="risk_step_end"),
    path("risks/steps/<uuid:step_id>/evaluate/", steps.risk_evaluate, name="risk_evaluate"),
    path("units/<uuid:unit_id>/risks/", points.unit_risks, name="unit_risks"),
    path("units/<uuid:unit_id>/risks/set-up/", setting_up.risk_set_up, name="risk_set_up"),
    path("units/<uuid:unit_id>/risks/new/", points.risk_point_new, name="risk_point_new"),
    path("units/<uuid:unit_id>/risks/keepers/", points.unit_risk_keepers, name="unit_risk_keepers"),
    path("units/<uuid:unit_id>/risks/review/", points.unit_risk_review, name="unit_risk_review"),
    path(
        "units/<uuid:unit_id>/risks/paper/<slug:paper_kind>/",
        papers.risk_paper,
        name="risk_paper",
    ),
    path("units/<uuid:unit_id>/risks/papers/", prints.unit_risk_papers, name="unit_risk_papers"),
    path(
        "units/<uuid:unit_id>/risks/papers/<slug:sheet_key>/", prints.unit_risk_paper, name="unit_risk_paper"
    ),
    path("units/<uuid:unit_id>/risks/plan/", plans.risk_plan, name="risk_plan"),
    path("units/<uuid:unit_id>/risks/plan/lay/", plans.risk_plan_lay, name="risk_plan_lay"),
]
