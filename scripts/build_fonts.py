#!/usr/bin/env python3
"""Make the fonts that travel with the program: src/bihuan/assets/fonts/. Run it once; its results are committed.

    python scripts/build_fonts.py [--work build/fonts]

Needs Debian 12 with apt-get and dpkg (nothing is installed, packages are only unpacked) and fonttools (dev.in).
About two minutes on one core. The packages are pinned by version and SHA-256, so the same files come out again.

FandolFang (仿宋) is copied unmodified: the GPL with font exception is kept simple that way. The others are cut
down to GB 2312, the 8,105 characters of 通用规范汉字表 and some symbols (Bihuan Song to all of GBK), and lose hints
and layout features.
A cut-down font is a modified version, and the OFL forbids it the reserved names ("Source", "LXGW", "霞鹜"):
so each gets a name of ours, and says in its name table what it was made from.
"""

import argparse
import bz2
import gzip
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

HOME = Path(__file__).resolve().parents[1] / "src" / "bihuan" / "assets" / "fonts"

PACKAGES = {
    "fonts-noto-cjk=1:20220127+repack1-1": "4a2515eb6db3978b897fef9709ed0d2b1f4c6c4df4d83d6c4ef65f71f1b1f502",
    "fonts-lxgw-wenkai=1.250+repack-1": "6d1e4c4aac78ad32062aefa2c836ee4d6e58f9dcf8b3f4407c9eefe304615318",
    "texlive-lang-chinese=2022.20230122-1": "9cfa07bd44e7b9098e26f0ecac1b5ad210d2249d474c8074d53de92d650b0ec0",
    "fonts-dejavu-core=2.37-6": "8892669e51aab4dc56682c8e39d8ddb7d70fad83c369344e1e240bf3ca22bb76",
    "unicode-data=15.0.0-1": "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc",
}
NOTO = "usr/share/fonts/opentype/noto"
FANDOL = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
FANDOL_DOC = "usr/share/doc/texlive-doc/fonts/fandol"

# Beyond GB 2312: what reports, forms and units of measure use.
SYMBOLS = "㎡㎥㎏㎜㎝㎞℃‰±×÷≤≥≈≠√●○■□▲△★☆→←↑↓—–…·•§©®™¥€£ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳²³¹½¼\u00a0\u3000"
BOXES = "☐☑☒✓✔✗✘"  # on forms; the Chinese fonts lack some of them


@dataclass(frozen=True)
class Face:
    """One font to cut down: where it comes from, the face inside a collection, and its new family name.

    characters: what is kept of it. gbk is for the one face that helps out where the others lack a character of a name.
    """

    package: str
    path: str
    index: int | None
    family: str
    target: str
    characters: Literal["standard", "gbk", "boxes"] = "standard"
    licence: str = "https://openfontlicense.org"


FACES = (
    Face("fonts-noto-cjk", f"{NOTO}/NotoSerifCJK-Bold.ttc", 2, "Bihuan Title", "BihuanTitle.otf"),
    Face("fonts-noto-cjk", f"{NOTO}/NotoSerifCJK-Regular.ttc", 2, "Bihuan Song", "BihuanSong.otf", "gbk"),
    Face("fonts-noto-cjk", f"{NOTO}/NotoSansCJK-Regular.ttc", 2, "Bihuan Hei", "BihuanHei.otf"),
    Face(
        "fonts-lxgw-wenkai",
        "usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf",
        None,
        "Bihuan Kai",
        "BihuanKai.ttf",
    ),
    Face(
        "fonts-dejavu-core",
        "usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
        None,
        "Bihuan Boxes",
        "BihuanBoxes.ttf",
        "boxes",
        "https://dejavu-fonts.github.io/License.html",
    ),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--work", type=Path, default=Path("build/fonts"))
    work: Path = parser.parse_args().work
    work.mkdir(parents=True, exist_ok=True)
    for package, digest in PACKAGES.items():
        unpack(package, digest, work)
    standard = characters(work)
    sets = {
        "standard": standard,
        "gbk": standard | set(two_byte("gbk")),
        "boxes": {ord(box) for box in BOXES},
    }
    for face in FACES:
        target = cut_down(face, sets[face.characters], work)
        sys.stdout.write(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB\n")
    copy_fandol(work)
    copy_licence(work, "fonts-lxgw-wenkai", "\n\nLicense: OFL-1.1\n", "OFL.txt")
    copy_licence(work, "fonts-dejavu-core", "License: bitstream-vera\n", "DejaVu.txt")


def unpack(package: str, digest: str, work: Path) -> None:
    """Download one pinned Debian package, check it, and unpack it into `work/<name>` without installing."""
    name = package.partition("=")[0]
    subprocess.run(["apt-get", "download", "-qq", package], cwd=work, check=True)
    archive = next(work.glob(f"{name}_*.deb"))
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != digest:
        raise SystemExit(f"{archive.name}: SHA-256 is {found}, expected {digest}")
    subprocess.run(["dpkg", "-x", archive.name, name], cwd=work, check=True)


def characters(work: Path) -> set[int]:
    """GB 2312, the characters Unihan marks as in 通用规范汉字表 (kTGH), Latin-1, and the symbols."""
    source = work / "unicode-data/usr/share/unicode/Unihan_OtherMappings.txt.bz2"
    with bz2.open(source, "rt", encoding="utf-8") as table:
        standard = {int(line.split("\t")[0][2:], 16) for line in table if "\tkTGH\t2013:" in line}
    if len(standard) != 8105:
        raise SystemExit(f"通用规范汉字表 has 8105 characters, Unihan gave {len(standard)}")
    latin = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100))
    return standard | latin | set(two_byte("gb2312")) | {ord(symbol) for symbol in SYMBOLS}


def two_byte(encoding: str) -> Iterator[int]:
    """Every code point of a two-byte Chinese encoding, by trying all its codes."""
    for high in range(0x81, 0xFF):
        for low in range(0x40, 0xFF):
            character = bytes((high, low)).decode(encoding, errors="ignore")
            if len(character) == 1 and not character.isascii():
                yield ord(character)


def cut_down(face: Face, wanted: set[int], work: Path) -> Path:
    """Write the subset of one face under its new name; returns the file."""
    source = work / face.package / face.path
    font = TTFont(source) if face.index is None else TTCollection(source).fonts[face.index]
    origin = font["name"].getDebugName(4)
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 5, 13]
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx", "gasp"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    rename(font, face, origin)
    # One weight in each family: told as regular, so that no program makes a false bold of the title face.
    font["OS/2"].usWeightClass = 400
    font["OS/2"].fsSelection = 1 << 6
    font["head"].macStyle = 0
    target = HOME / face.target
    font.recalcTimestamp = False
    font.save(target)
    return target


def rename(font: TTFont, face: Face, origin: str) -> None:
    """Take the reserved name out of the name table and out of CFF; keep copyright and licence."""
    names = font["name"]
    kept = {number: names.getDebugName(number) for number in (0, 5, 13)}
    names.names = []
    family = face.family
    postscript = family.replace(" ", "")
    fresh = kept | {
        1: family,
        2: "Regular",
        3: f"{postscript};1.0",
        4: family,
        6: postscript,
        10: f"{origin}, cut down to the characters of Chinese official documents, without hints and features.",
        14: face.licence,
    }
    for number, text in sorted(fresh.items()):
        if text:
            names.setName(text, number, 3, 1, 0x409)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [postscript]
        top = cff.topDictIndex[0]
        top.FullName = top.FamilyName = family
        top.Weight = "Regular"


def copy_fandol(work: Path) -> None:
    """FandolFang as it is, with its README and the GPL, in a folder of its own."""
    home = HOME / "fandol"
    home.mkdir(parents=True, exist_ok=True)
    package = work / "texlive-lang-chinese"
    shutil.copyfile(package / FANDOL / "FandolFang-Regular.otf", home / "FandolFang-Regular.otf")
    shutil.copyfile(package / FANDOL_DOC / "README", home / "README")
    (home / "COPYING").write_bytes(gzip.decompress((package / FANDOL_DOC / "COPYING.gz").read_bytes()))


def copy_licence(work: Path, package: str, begins: str, target: str) -> None:
    """A licence's text out of Debian's copyright file (there, lines begin with a blank and empty ones are dots)."""
    text = (work / package / "usr/share/doc" / package / "copyright").read_text(encoding="utf-8")
    stanza = text.split(begins, 1)[1].split("\n\n")[0]
    lines = [line.removeprefix(" ") for line in stanza.splitlines()]
    body = "\n".join("" if line == "." else line for line in lines).strip()
    (HOME / target).write_text(f"{body}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
