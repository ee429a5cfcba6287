from importlib import import_module

from django.apps import AppConfig


class MajorsConfig(AppConfig):
    name = "bihuan.majors"
    label = "majors"
    verbose_name = "重大隐患"

    def ready(self) -> None:
        for room in ("figures", "duties", "desk", "parts", "notices", "listing", "chapters"):
            import_module(f"bihuan.majors.{room}")
