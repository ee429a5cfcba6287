"""What an action may refuse with. Each message is Chinese and says what happened and what to do."""


class Refused(Exception):
    """Base of all refusals; `fields` maps a form field to its own message where the fault lies in one."""

    def __init__(self, message: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields = fields or {}


class Forbidden(Refused):
    """The actor's posts do not give the right."""


class NotAllowed(Refused):
    """The state does not allow the step."""


class Incomplete(Refused):
    """Something required is missing or wrong; `fields` says which."""


class Stale(Refused):
    """Somebody else changed the record first; one wins and the other is told."""


class NotFound(Refused):
    """No such record, or not one of the actor's: the two are not told apart."""
