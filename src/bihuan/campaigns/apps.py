from importlib import import_module

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "bihuan.campaigns"
    label = "campaigns"
    verbose_name = "专项行动"

    def ready(self) -> None:
        import_module("bihuan.campaigns.actions.following").follow_the_register()
        for room in ("figures", "claims", "desk", "notices", "parts", "search", "listing", "duties"):
            import_module(f"bihuan.campaigns.{room}")
