from importlib import import_module

from django.apps import AppConfig


class BackupConfig(AppConfig):
    name = "bihuan.backup"
    label = "backup"
    verbose_name = "备份"

    def ready(self) -> None:
        for room in ("jobs", "duties", "desk"):
            import_module(f"bihuan.backup.{room}")
