from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "bihuan.referrals"
    label = "referrals"
    verbose_name = "移送交办"
