from importlib import import_module

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "bihuan.inspections"
    label = "inspections"
    verbose_name = "检查"

    def ready(self) -> None:
        for room in (
            "figures.visits",
            "figures.papers",
            "figures.units",
            "parts",
            "chapters",
        ):
            import_module(f"bihuan.inspections.{room}")
