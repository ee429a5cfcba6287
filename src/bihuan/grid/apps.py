from importlib import import_module

from django.apps import AppConfig


class GridConfig(AppConfig):
    name = "bihuan.grid"
    label = "grid"
    verbose_name = "网格"

    def ready(self) -> None:
        import_module("bihuan.grid.figures")
        import_module("bihuan.grid.desk")
        import_module("bihuan.grid.intake.kinds")
        import_module("bihuan.grid.askers")
