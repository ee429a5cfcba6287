"""Verbs of accounts."""

from bihuan.accounts.actions.life import accept_invitation, close_account, invite, reopen_account

__all__ = ["accept_invitation", "close_account", "invite", "reopen_account"]
