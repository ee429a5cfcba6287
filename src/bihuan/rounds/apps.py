from importlib import import_module

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "bihuan.rounds"
    label = "rounds"
    verbose_name = "巡查任务"

    def ready(self) -> None:
        import_module("bihuan.rounds.actions").follow_the_visits()
        for room in ("figures", "duties", "desk", "parts", "holdings", "notices", "listing"):
            import_module(f"bihuan.rounds.{room}")
