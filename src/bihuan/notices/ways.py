"""The ways out of the house: e-mail by the installation's mail server, robots of groups through Apprise."""

import logging
from smtplib import SMTPException
from uuid import UUID

import apprise
from django.conf import settings
from django.core.mail import EmailMessage

# It tells its addresses, which are secrets, to whoever listens.
logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
TIMEOUT_SECONDS = 10


class NotSent(Exception):
    """A message did not go out; the words are Chinese, and name no address."""


def mail_is_set_up() -> bool:
    """Whether the installation has a mail server."""
    return bool(settings.MAIL_SERVER)


def send_mail(number: UUID, to: str, subject: str, body: str) -> None:
    """By e-mail, under a number by which a mailbox knows the same letter again. Raises NotSent."""
    if not mail_is_set_up():
        raise NotSent("没有配置发信服务器（EMAIL_URL）。")
    headers = {"Message-ID": f"<{number}@{settings.MAIL_DOMAIN}>", "Auto-Submitted": "auto-generated"}
    try:
        EmailMessage(subject, body, to=[to], headers=headers).send()
    except SMTPException as error:
        raise NotSent(f"发信服务器拒绝了（{type(error).__name__}）。") from None
    except OSError as error:
        raise NotSent(f"连不上发信服务器（{type(error).__name__}）。") from None


def send_to_robot(address: str, subject: str, body: str) -> None:
    """Through Apprise. Raises NotSent."""
    if not address:
        raise NotSent("机器人地址打不开（换过服务器或密钥），请本人重新填写。")
    robot = apprise.Apprise.instantiate(
        f"{address}{'&' if '?' in address else '?'}cto={TIMEOUT_SECONDS}&rto={TIMEOUT_SECONDS}"
    )
    if robot is None:
        raise NotSent("机器人地址不能识别，请本人重新填写。")
    if not robot.notify(title=subject, body=body):
        raise NotSent("群机器人没有接收（地址可能已停用，或网络不通）。")
