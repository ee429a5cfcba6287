from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "bihuan.accounts"
    label = "accounts"
    verbose_name = "账号"

    def ready(self) -> None:
        for room in ("parts", "desk", "duties", "listing"):
            import_module(f"bihuan.accounts.{room}")
