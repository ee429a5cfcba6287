"""Every address. Each app brings its own; all views declare their right and scope at the door."""

from django.urls import include, path

handler400 = "bihuan.web.errors.bad_request"
handler404 = "bihuan.web.errors.page_missing"
handler500 = "bihuan.web.errors.server_error"

urlpatterns = [
    path("", include("bihuan.web.shell_urls")),
    path("", include("bihuan.web.figures_urls")),
    path("", include("bihuan.web.files_urls")),
    path("", include("bihuan.web.jobs_urls")),
    path("", include("bihuan.backup.urls")),
    path("", include("bihuan.search.urls")),
    path("", include("bihuan.intake.urls")),
    path("", include("bihuan.grid.urls")),
    path("", include("bihuan.accounts.urls")),
    path("", include("bihuan.notices.urls")),
    path("", include("bihuan.units.urls")),
    path("", include("bihuan.inspections.campaign_urls")),
    path("", include("bihuan.inspections.checklist_urls")),
    path("", include("bihuan.hazards.urls")),
    path("", include("bihuan.majors.urls")),
    path("", include("bihuan.supervision.urls")),
    path("", include("bihuan.measures.urls")),
    path("", include("bihuan.referrals.urls")),
    path("", include("bihuan.rounds.urls")),
    path("", include("bihuan.dossiers.urls")),
    path("", include("bihuan.summaries.urls")),
    path("", include("bihuan.audit.urls")),
]
