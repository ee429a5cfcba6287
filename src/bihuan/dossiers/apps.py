from importlib import import_module

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "bihuan.dossiers"
    label = "dossiers"
    verbose_name = "档案"

    def ready(self) -> None:
        for room in ("figures", "parts", "duties", "listing", "jobs"):
            import_module(f"bihuan.dossiers.{room}")
