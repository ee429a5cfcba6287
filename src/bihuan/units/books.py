"""Books of a unit as PDF, their drawings with the pictures that are kept of it."""

from dataclasses import replace

from django.conf import settings

from bihuan import paper
from bihuan.core import files
from bihuan.core.models import StoredFile
from bihuan.core.scope import Scope
from bihuan.paper import Book, Leaf, Plan


def pressed(scope: Scope, book: Book) -> bytes:
    """A book as PDF. The key of a drawing is the id of the file that lies under it."""
    chapters = tuple(
        replace(one, leaves=tuple(_with_picture(scope, leaf) for leaf in one.leaves)) for one in book.chapters
    )
    return paper.book_pdf(replace(book, chapters=chapters), extra_fonts=settings.FONTS_DIR)


def _with_picture(scope: Scope, leaf: Leaf) -> Leaf:
    if not isinstance(leaf, Plan) or not leaf.key:
        return leaf
    stored: StoredFile = StoredFile.objects.within(Scope.whole_town(scope.town)).get(pk=leaf.key)
    return replace(leaf, picture=files.content_of(stored))
