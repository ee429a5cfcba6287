from importlib import import_module

from django.apps import AppConfig


class MapsConfig(AppConfig):
    name = "bihuan.maps"
    label = "maps"
    verbose_name = "一张图"

    def ready(self) -> None:
        import_module("bihuan.maps.parts")
