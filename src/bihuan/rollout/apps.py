from importlib import import_module

from django.apps import AppConfig


class RolloutConfig(AppConfig):
    name = "bihuan.rollout"
    label = "rollout"
    verbose_name = "双重预防推进"

    def ready(self) -> None:
        import_module("bihuan.rollout.actions.following").follow_the_work()
        for room in ("figures", "desk", "notices", "parts", "listing"):
            import_module(f"bihuan.rollout.{room}")
