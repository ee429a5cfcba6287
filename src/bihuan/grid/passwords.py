"""What a password must be, where Django's own words are not translated."""

from django.contrib.auth.password_validation import MinimumLengthValidator


class LongEnough(MinimumLengthValidator):
    """Django's rule in Chinese: the catalogue of 5.2 lacks this one message."""

    def get_error_message(self) -> str:
        return f"密码太短，至少{self.min_length}位。"
