"""外出计划: who goes where on which day, in which order."""

from importlib import import_module

from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "bihuan.routing"
    label = "routing"
    verbose_name = "外出计划"

    def ready(self) -> None:
        for room in ("figures", "jobs", "duties", "desk", "parts", "search", "notices", "listing", "intake"):
            import_module(f"bihuan.routing.{room}")
