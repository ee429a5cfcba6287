"""Personal data as it is shown where the reader's post does not need more."""


def mask_phone(value: str) -> str:
    """138****1234."""
    return f"{value[:3]}****{value[-4:]}" if len(value) >= 8 else value


def mask_name(value: str) -> str:
    """张*明."""
    if len(value) < 2:
        return value
    return f"{value[0]}*" if len(value) == 2 else f"{value[0]}*{value[-1]}"


def mask_address(value: str) -> str:
    """10.20.*.*, of IPv6 the first two groups: the network, not the machine."""
    sign = "." if "." in value else ":"
    parts = value.split(sign)
    return sign.join([*parts[:2], "*", "*"]) if len(parts) > 2 else value
