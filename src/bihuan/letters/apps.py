from importlib import import_module

from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "bihuan.letters"
    label = "letters"
    verbose_name = "责任书"

    def ready(self) -> None:
        for room in (
            "figures",
            "duties",
            "jobs",
            "desk",
            "parts",
            "chapters",
            "notices",
            "listing",
            "search",
        ):
            import_module(f"bihuan.letters.{room}")
