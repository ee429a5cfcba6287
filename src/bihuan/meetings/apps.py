from importlib import import_module

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "bihuan.meetings"
    label = "meetings"
    verbose_name = "会议"

    def ready(self) -> None:
        for room in ("figures", "proposals", "desk", "parts", "notices", "holdings", "search", "listing"):
            import_module(f"bihuan.meetings.{room}")
