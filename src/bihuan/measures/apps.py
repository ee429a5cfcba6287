from importlib import import_module

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "bihuan.measures"
    label = "measures"
    verbose_name = "强制措施"

    def ready(self) -> None:
        for room in ("figures", "duties", "desk", "parts", "holdings", "search", "notices", "listing"):
            import_module(f"bihuan.measures.{room}")
