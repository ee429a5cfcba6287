"""What is done with outlines."""

from bihuan.maps.actions.drawing import draw_outline, end_outline
from bihuan.maps.actions.importing import TakenArea, begin_outline_import, take_outlines

__all__ = ["TakenArea", "begin_outline_import", "draw_outline", "end_outline", "take_outlines"]
