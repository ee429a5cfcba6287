from importlib import import_module

from django.apps import AppConfig


class GridConfig(AppConfig):
    name = "bihuan.grid"
    label = "grid"
    verbose_name = "网格"

    def ready(self) -> None:
        for room in ("figures", "desk", "askers", "personal", "search", "parts", "intake.kinds"):
            import_module(f"bihuan.grid.{room}")
