from importlib import import_module

from django.apps import AppConfig


class AccidentsConfig(AppConfig):
    name = "bihuan.accidents"
    label = "accidents"
    verbose_name = "事故快报"

    def ready(self) -> None:
        for room in (
            "figures",
            "duties",
            "desk",
            "parts",
            "holdings",
            "search",
            "notices",
            "chapters",
            "listing",
        ):
            import_module(f"bihuan.accidents.{room}")
