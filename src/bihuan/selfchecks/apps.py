from importlib import import_module

from django.apps import AppConfig


class SelfchecksConfig(AppConfig):
    name = "bihuan.selfchecks"
    label = "selfchecks"
    verbose_name = "企业自查"

    def ready(self) -> None:
        for room in ("figures", "jobs", "duties", "desk", "parts", "notices", "listing", "chapters"):
            import_module(f"bihuan.selfchecks.{room}")
