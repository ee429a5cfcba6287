from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "bihuan.board"
    label = "board"
    verbose_name = "大屏"
