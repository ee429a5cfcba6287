from importlib import import_module

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "bihuan.figures"
    label = "figures"
    verbose_name = "数据指标"

    def ready(self) -> None:
        import_module("bihuan.figures.topics")
        import_module("bihuan.figures.duties")
