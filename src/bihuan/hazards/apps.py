from importlib import import_module

from django.apps import AppConfig


class HazardsConfig(AppConfig):
    name = "bihuan.hazards"
    label = "hazards"
    verbose_name = "隐患"

    def ready(self) -> None:
        import_module("bihuan.hazards.figures")
        import_module("bihuan.hazards.decision_figures")
