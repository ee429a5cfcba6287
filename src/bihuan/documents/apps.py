from importlib import import_module

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "bihuan.documents"
    label = "documents"
    verbose_name = "执法文书"

    def ready(self) -> None:
        import_module("bihuan.documents.kinds").declare_all()
        import_module("bihuan.documents.actions.following").follow_the_papers()
        for room in (
            "figures",
            "parts",
            "signing_parts",
            "visit_parts",
            "case_parts",
            "duties",
            "desk",
            "notices",
            "listing",
            "jobs",
            "chapters",
        ):
            import_module(f"bihuan.documents.{room}")
