from importlib import import_module

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "bihuan.notices"
    label = "notices"
    verbose_name = "通知"

    def ready(self) -> None:
        for room in ("own", "duties", "jobs"):
            import_module(f"bihuan.notices.{room}")
