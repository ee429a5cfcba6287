from importlib import import_module

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "bihuan.units"
    label = "units"
    verbose_name = "监管对象"

    def ready(self) -> None:
        for room in (
            "figures",
            "desk",
            "parts",
            "holdings",
            "personal",
            "search",
            "intake.kind",
            "notices",
            "jobs",
            "listing",
            "certificate_listing",
            "own_chapters",
        ):
            import_module(f"bihuan.units.{room}")
