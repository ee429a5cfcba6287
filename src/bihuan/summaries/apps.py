from django.apps import AppConfig


class SummariesConfig(AppConfig):
    name = "bihuan.summaries"
    label = "summaries"
    verbose_name = "总结"
