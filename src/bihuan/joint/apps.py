from importlib import import_module

from django.apps import AppConfig


class JointConfig(AppConfig):
    name = "bihuan.joint"
    label = "joint"
    verbose_name = "联合检查"

    def ready(self) -> None:
        for room in ("figures", "desk", "parts", "chapters", "notices", "search", "listing"):
            import_module(f"bihuan.joint.{room}")
