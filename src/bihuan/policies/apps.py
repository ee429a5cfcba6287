from importlib import import_module

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "bihuan.policies"
    label = "policies"
    verbose_name = "文件"

    def ready(self) -> None:
        for room in (
            "figures",
            "duties",
            "desk",
            "parts",
            "holdings",
            "search",
            "notices",
            "listing",
            "agenda",
        ):
            import_module(f"bihuan.policies.{room}")
