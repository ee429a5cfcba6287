"""Every address: the shell's own, then those of each app that has a module `urls`, in the order of INSTALLED_APPS. All views declare
their right and scope at the door."""

from django.apps import AppConfig, apps
from django.urls import include, path
from django.utils.module_loading import module_has_submodule

handler400 = "bihuan.web.errors.bad_request"
handler404 = "bihuan.web.errors.page_missing"
handler500 = "bihuan.web.errors.server_error"

OWN = ("shell_urls", "figures_urls", "files_urls", "jobs_urls")


def _has_pages(app: AppConfig) -> bool:
    return (
        app.name.startswith("bihuan.")
        and app.name != "bihuan.web"
        and module_has_submodule(app.module, "urls")
    )


urlpatterns = [
    *(path("", include(f"bihuan.web.{own}")) for own in OWN),
    *(path("", include(f"{app.name}.urls")) for app in apps.get_app_configs() if _has_pages(app)),
]
