"""Takes the manual's pictures of papers, one of each kind, from the demo town: run `make demo` first, then this.

.venv/bin/python scripts/papers.py docs/manual/papers
"""

import os
import sys
from io import BytesIO
from pathlib import Path

import django
from PIL import Image

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.settings.local")
django.setup()

from bihuan import paper  # noqa: E402
from bihuan.core.models import Town  # noqa: E402
from bihuan.core.scope import Scope  # noqa: E402
from bihuan.documents.lifecycle import DRAFT, DROPPED, VOID  # noqa: E402
from bihuan.documents.models import Writ  # noqa: E402
from bihuan.documents.rendering import on_paper  # noqa: E402
from bihuan.documents.standing import seal_use  # noqa: E402
from bihuan.inspections.papers import FAMILIES, PAPERS  # noqa: E402

PPI, COLOURS = 76, 16


def main(folder: Path) -> None:
    """A picture of the first page of one paper of each kind, and the page that shows them all."""
    folder.mkdir(parents=True, exist_ok=True)
    town = Town.registry.get()
    scope = Scope.whole_town(town.pk)
    lines = ["# 文书式样", "", "演示镇一年里的文书，每种一份。由脚本生成：`scripts/papers.py`。", ""]
    for family, title in FAMILIES.items():
        lines += [f"## {title}", ""]
        for kind, about in PAPERS.items():
            if about.family == family:
                row = _one(scope, kind)
                (folder / f"{kind}.png").write_bytes(_picture(scope, row))
                lines += [f"### {about.label}", "", f"![{about.label}](papers/{kind}.png)", ""]
    (folder.parent / "papers.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def _one(scope: Scope, kind: str) -> Writ:
    """The paper of a kind that says most: signed or sealed where there is one, else the newest."""
    rows = Writ.objects.within(scope).filter(kind=kind).exclude(state__in=(DRAFT, DROPPED, VOID))
    found = rows.order_by("-seal_use__used_at", "-dated", "-id").select_related("paper", "unit").first()
    if found is None:
        sys.exit(f"the demo town has no {PAPERS[kind].label}")
    return found


def _picture(scope: Scope, row: Writ) -> bytes:
    page = paper.pictures(on_paper(scope, row, seal_use(scope, row.pk), "演示"), ppi=PPI)[0]
    few = Image.open(BytesIO(page)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    out = BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
