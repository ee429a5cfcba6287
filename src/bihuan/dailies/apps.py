from importlib import import_module

from django.apps import AppConfig


class DailiesConfig(AppConfig):
    name = "bihuan.dailies"
    label = "dailies"
    verbose_name = "日报告"

    def ready(self) -> None:
        for room in ("figures", "duties", "desk", "parts", "notices", "listing"):
            import_module(f"bihuan.dailies.{room}")
