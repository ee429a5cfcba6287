from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "bihuan.lists"
    label = "lists"
    verbose_name = "列表"
