from importlib import import_module

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "bihuan.referrals"
    label = "referrals"
    verbose_name = "移送交办"

    def ready(self) -> None:
        for room in ("figures", "duties", "desk", "parts", "holdings", "search", "notices", "listing"):
            import_module(f"bihuan.referrals.{room}")
