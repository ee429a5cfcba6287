"""Shape of what the sign-in and the password page send."""

from typing import Any

from django import forms

from bihuan.core.forms import ActionForm, text_field
from bihuan.grid.models import Person


def secret(label: str) -> forms.CharField:
    """A password as it was typed, spaces included."""
    missing = {"required": f"请填写{label}。", "max_length": f"{label}过长。"}
    return forms.CharField(label=label, max_length=200, strip=False, error_messages=missing)


class SignInForm(ActionForm):
    """User name or phone, and password."""

    username = forms.CharField(max_length=40, error_messages={"required": "请填写用户名或手机号。"})
    password = secret("密码")


class SecondStepForm(ActionForm):
    """A code of the authenticator, or a recovery code."""

    code = forms.CharField(max_length=20, error_messages={"required": "请填写动态口令或恢复码。"})


class CodeForm(ActionForm):
    """The code of an invitation, as it was told."""

    code = forms.CharField(max_length=40, error_messages={"required": "请填写邀请码。"})


class NewPasswordForm(ActionForm):
    """A new password twice. Whether it is strong enough is the action's to say."""

    password = secret("密码")
    again = secret("密码")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "password" in given and "again" in given and given["password"] != given["again"]:
            self.add_error("again", "两次输入的密码不一致。")
        return given


class JoinForm(ActionForm):
    """Who was invited to a unit: name, phone and a password twice. Who has an account already shows its password, once."""

    name = text_field("姓名", 40)
    phone = forms.CharField(
        max_length=11, error_messages={"required": "请填写手机号。", "max_length": "手机号应为11位数字。"}
    )
    password = secret("密码")
    again = forms.CharField(label="密码", max_length=200, strip=False, required=False)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("again") and given.get("password") != given["again"]:
            self.add_error("again", "两次输入的密码不一致。")
        return given


class PasswordForm(ActionForm):
    """The present password once and the new one twice. Whether the new one is strong enough is the action's to say."""

    present = secret("当前密码")
    password = secret("新密码")
    again = secret("新密码")

    def __init__(self, person: Person, data: Any = None) -> None:
        super().__init__(data)
        self.person = person

    def clean_present(self) -> str:
        present: str = self.cleaned_data["present"]
        if not self.person.check_password(present):
            raise forms.ValidationError("当前密码不正确。")
        return present

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "password" in given and given["password"] == given.get("present"):
            self.add_error("password", "新密码不能与当前密码相同。")
        elif "password" in given and "again" in given and given["password"] != given["again"]:
            self.add_error("again", "两次输入的新密码不一致。")
        return given
