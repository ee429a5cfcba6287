from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "bihuan.supervision"
    label = "supervision"
    verbose_name = "督促"
