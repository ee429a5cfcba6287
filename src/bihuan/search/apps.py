from importlib import import_module

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "bihuan.search"
    label = "search"
    verbose_name = "搜索"

    def ready(self) -> None:
        import_module("bihuan.search.actions").follow_the_log()
