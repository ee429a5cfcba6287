from importlib import import_module

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "bihuan.core"
    label = "core"

    def ready(self) -> None:
        import_module("bihuan.core.jobs")
        import_module("bihuan.core.jobs.desk")
