from importlib import import_module

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "bihuan.supervision"
    label = "supervision"
    verbose_name = "督促"

    def ready(self) -> None:
        import_module("bihuan.supervision.sources").declare_all()
        for room in ("figures", "duties", "desk", "parts", "notices", "listing"):
            import_module(f"bihuan.supervision.{room}")
