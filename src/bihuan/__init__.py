"""Bihuan 闭环: a township's work safety, entered once and traceable from every figure."""

__version__ = "0.1.0"
