from importlib import import_module

from django.apps import AppConfig


class GradingConfig(AppConfig):
    name = "bihuan.grading"
    label = "grading"
    verbose_name = "分级监管"

    def ready(self) -> None:
        for room in ("figures", "duties", "parts", "listing", "desk", "notices"):
            import_module(f"bihuan.grading.{room}")
