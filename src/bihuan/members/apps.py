from importlib import import_module

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "bihuan.members"
    label = "members"
    verbose_name = "企业人员"

    def ready(self) -> None:
        for room in ("figures", "jobs", "parts", "notices", "chapters"):
            import_module(f"bihuan.members.{room}")
