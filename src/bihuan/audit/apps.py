from importlib import import_module

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "bihuan.audit"
    label = "audit"
    verbose_name = "操作日志"

    def ready(self) -> None:
        for room in ("words", "listing", "jobs", "duties", "desk"):
            import_module(f"bihuan.audit.{room}")
