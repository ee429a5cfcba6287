from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "bihuan.measures"
    label = "measures"
    verbose_name = "强制措施"
