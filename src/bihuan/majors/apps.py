from django.apps import AppConfig


class MajorsConfig(AppConfig):
    name = "bihuan.majors"
    label = "majors"
    verbose_name = "重大隐患"
