"""Addresses of summaries."""

from django.urls import path

from bihuan.summaries import views

urlpatterns = [
    path("summaries/", views.summaries, name="summaries"),
    path("summaries/new/", views.summary_new, name="summary_new"),
    path("summaries/<uuid:summary_id>/", views.summary, name="summary"),
    path("summaries/<uuid:summary_id>/blank/<int:index>/", views.summary_blank, name="summary_blank"),
    path("summaries/<uuid:summary_id>/claim/<int:index>/", views.summary_claim, name="summary_claim"),
    path("summaries/<uuid:summary_id>/edit/", views.summary_edit, name="summary_edit"),
    path("summaries/<uuid:summary_id>/issue/", views.summary_issue, name="summary_issue"),
    path("summaries/<uuid:summary_id>/<str:form>", views.summary_file, name="summary_file"),
]
