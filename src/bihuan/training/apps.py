from importlib import import_module

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "bihuan.training"
    label = "training"
    verbose_name = "培训和演练"

    def ready(self) -> None:
        for room in ("figures", "desk", "parts", "notices", "chapters", "listing", "search"):
            import_module(f"bihuan.training.{room}")
