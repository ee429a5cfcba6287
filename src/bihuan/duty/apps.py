"""值班: who stands when, how turns change hands, what goes over with the shift."""

from importlib import import_module

from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "bihuan.duty"
    label = "duty"
    verbose_name = "值班"

    def ready(self) -> None:
        for room in (
            "figures",
            "jobs",
            "duties",
            "desk",
            "parts",
            "personal",
            "search",
            "notices",
            "listing",
        ):
            import_module(f"bihuan.duty.{room}")
