from importlib import import_module

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "bihuan.assessments"
    label = "assessments"
    verbose_name = "考核和一票否决"

    def ready(self) -> None:
        for room in ("figures", "duties", "desk", "parts", "chapters", "notices", "listing", "search"):
            import_module(f"bihuan.assessments.{room}")
