"""Addresses of pressing on."""

from django.urls import path

from bihuan.supervision.views import extensions, table, urgent, urging

urlpatterns = [
    path("hazards/<uuid:hazard_id>/extend/", extensions.extension_new, name="extension_new"),
    path("hazards/<uuid:hazard_id>/urge/", urging.hazard_urge, name="hazard_urge"),
    path("hazards/<uuid:hazard_id>/urgent/entry/", urgent.urgent_entry, name="urgent_entry"),
    path("hazards/<uuid:hazard_id>/urgent/finish/", urgent.urgent_finish, name="urgent_finish"),
    path("extensions/<uuid:extension_id>/", extensions.extension, name="extension"),
    path(
        "extensions/<uuid:extension_id>/withdraw/", extensions.extension_withdraw, name="extension_withdraw"
    ),
    path("urgent/", urgent.urgent, name="urgent"),
    path("escalation/", table.escalation_rules, name="pressing_rules"),
    path("escalation/adopt/", table.escalation_rules_adopt, name="pressing_adopt"),
    path("escalation/<uuid:rule_id>/end/", table.escalation_rule_end, name="pressing_rule_end"),
]
