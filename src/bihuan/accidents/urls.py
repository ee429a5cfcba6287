"""Addresses of accidents."""

from django.urls import path

from bihuan.accidents.views import pages, reports, steps

urlpatterns = [
    path("accidents/", pages.accidents, name="accidents"),
    path("accidents/new/", pages.accident_new, name="accident_new"),
    path("accidents/limits/", pages.report_limits, name="report_limits"),
    path("accidents/<uuid:accident_id>/", pages.accident, name="accident"),
    path("accidents/<uuid:accident_id>/photos/", pages.accident_photos, name="accident_photos"),
    path("accidents/<uuid:accident_id>/correct/", steps.accident_correct, name="accident_correct"),
    path("accidents/<uuid:accident_id>/toll/", steps.accident_toll, name="accident_toll"),
    path("accidents/<uuid:accident_id>/judge/", steps.accident_judge, name="accident_judge"),
    path("accidents/<uuid:accident_id>/tell/", steps.accident_tell, name="accident_tell"),
    path("accidents/<uuid:accident_id>/reopen/", steps.accident_reopen, name="accident_reopen"),
    path("accidents/<uuid:accident_id>/close/", steps.accident_close, name="accident_close"),
    path("accidents/<uuid:accident_id>/cancel/", steps.accident_cancel, name="accident_cancel"),
    path(
        "accidents/<uuid:accident_id>/remedies/<uuid:remedy_id>/", steps.remedy_settle, name="remedy_settle"
    ),
    path("accidents/<uuid:accident_id>/report/", reports.flash_report_new, name="flash_report_new"),
    path(
        "accidents/<uuid:accident_id>/reports/<uuid:report_id>.pdf", reports.flash_report, name="flash_report"
    ),
]
