from importlib import import_module

from django.apps import AppConfig


class RisksConfig(AppConfig):
    name = "bihuan.risks"
    label = "risks"
    verbose_name = "风险分级管控"

    def ready(self) -> None:
        import_module("bihuan.risks.actions").follow_others()
        for room in ("figures", "duties", "desk", "parts", "holdings", "notices", "listing", "chapters"):
            import_module(f"bihuan.risks.{room}")
