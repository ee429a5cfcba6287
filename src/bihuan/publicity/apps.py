from importlib import import_module

from django.apps import AppConfig


class PublicityConfig(AppConfig):
    name = "bihuan.publicity"
    label = "publicity"
    verbose_name = "安全宣传"

    def ready(self) -> None:
        for room in ("figures", "duties", "desk", "parts", "chapters", "notices", "search", "listing"):
            import_module(f"bihuan.publicity.{room}")
