from importlib import import_module

from django.apps import AppConfig


class TipoffsConfig(AppConfig):
    name = "bihuan.tipoffs"
    label = "tipoffs"
    verbose_name = "群众举报"

    def ready(self) -> None:
        for room in (
            "figures",
            "duties",
            "desk",
            "parts",
            "personal",
            "holdings",
            "notices",
            "listing",
            "keys",
        ):
            import_module(f"bihuan.tipoffs.{room}")
