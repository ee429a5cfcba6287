from importlib import import_module

from django.apps import AppConfig


class SummariesConfig(AppConfig):
    name = "bihuan.summaries"
    label = "summaries"
    verbose_name = "总结"

    def ready(self) -> None:
        for room in ("figures", "jobs", "duties", "desk", "parts", "notices", "listing", "lending"):
            import_module(f"bihuan.summaries.{room}")
