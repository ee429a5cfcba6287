from importlib import import_module

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "bihuan.intake"
    label = "intake"
    verbose_name = "导入"

    def ready(self) -> None:
        for room in ("lifecycle", "jobs"):
            import_module(f"bihuan.intake.{room}")
