"""Addresses of signatures, scans, seals and service."""

from django.urls import path

from bihuan.documents.views import scanning, sealing, serving, signing

urlpatterns = [
    path("documents/<uuid:writ_id>/sign/<str:slot>/", signing.writ_sign, name="writ_sign"),
    path("documents/<uuid:writ_id>/refuse/<str:slot>/", signing.writ_refuse, name="writ_refuse"),
    path("documents/<uuid:writ_id>/on-paper/", signing.writ_on_paper, name="writ_on_paper"),
    path(
        "documents/signatures/<uuid:signature_id>/strike/", signing.signature_strike, name="signature_strike"
    ),
    path(
        "documents/signatures/<uuid:signature_id>/witnesses/",
        signing.signature_witness,
        name="signature_witness",
    ),
    path("documents/scans/", scanning.scans, name="scans"),
    path("documents/scans/<uuid:scan_id>/replace/", scanning.scan_replace, name="scan_replace"),
    path("documents/scans/by-hand/", scanning.scan_by_hand, name="scan_by_hand"),
    path("documents/seals/", sealing.seals, name="seals"),
    path("documents/seals/new/", sealing.seal_new, name="seal_new"),
    path("documents/seals/<uuid:seal_id>/picture/", sealing.seal_picture, name="seal_picture"),
    path("documents/seals/<uuid:seal_id>/end/", sealing.seal_end, name="seal_end"),
    path("documents/<uuid:writ_id>/seal/", sealing.writ_seal, name="writ_seal"),
    path("documents/<uuid:writ_id>/eseal/", sealing.writ_eseal, name="writ_eseal"),
    path("documents/<uuid:writ_id>/serve/", serving.writ_serve, name="writ_serve"),
    path("documents/<uuid:writ_id>/serve-here/", serving.writ_serve_here, name="writ_serve_here"),
    path(
        "documents/visits/<uuid:inspection_id>/serve-here/", serving.visit_serve_here, name="visit_serve_here"
    ),
    path("documents/<uuid:writ_id>/received/", serving.writ_received, name="writ_received"),
    path("documents/services/<uuid:service_id>/strike/", serving.service_strike, name="service_strike"),
    path("documents/services/<uuid:service_id>/receipt/", serving.service_receipt, name="service_receipt"),
    path("documents/terms/<uuid:term_id>/met/", serving.term_met, name="term_met"),
    path("units/<uuid:unit_id>/consent/", serving.consent_new, name="consent_new"),
    path("units/consents/<uuid:consent_id>/end/", serving.consent_end, name="consent_end"),
]
