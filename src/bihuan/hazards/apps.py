from importlib import import_module

from django.apps import AppConfig


class HazardsConfig(AppConfig):
    name = "bihuan.hazards"
    label = "hazards"
    verbose_name = "隐患"

    def ready(self) -> None:
        import_module("bihuan.hazards.sources").declare_all()
        for room in (
            "figures.found",
            "figures.terms",
            "duties",
            "desk",
            "parts",
            "holdings",
            "search",
            "notices",
            "listing",
            "ledgers",
            "visits_listing",
            "chapters",
        ):
            import_module(f"bihuan.hazards.{room}")
