import io
import sys
import unicodedata

import segno
import zxingcpp
from PIL import Image

from bihuan.paper.codes import code, page_codes
from bihuan.paper.document import SHAPELESS

TEXT = "BH1/K7M2Q9XW4TZA"


def test_a_page_s_code_is_the_one_that_is_worked_out_alone() -> None:
    made = page_codes(TEXT, 101)
    assert made == [code(f"{TEXT}/{page}") for page in range(1, 102)]
    for page in (1, 9, 10, 101):
        picture = Image.open(io.BytesIO(made[page - 1])).convert("L")
        large = picture.resize((picture.width * 6, picture.height * 6), Image.Resampling.NEAREST)
        assert zxingcpp.read_barcodes(large)[0].text == f"{TEXT}/{page}"


def test_its_modules_are_those_of_the_standard_s_library() -> None:
    picture = Image.open(io.BytesIO(code(f"{TEXT}/7"))).convert("1")
    made = segno.make(f"{TEXT}/7", error="q", boost_error=False, mode="byte", mask=2, micro=False)
    for row, modules in enumerate(made.matrix):
        assert [picture.getpixel((2 + column, 2 + row)) == 0 for column in range(len(modules))] == [
            bool(one) for one in modules
        ]


def test_no_character_without_a_shape_is_forgotten() -> None:
    everywhere = {
        one
        for one in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(one) in {"Cc", "Cf", "Cs"} or "\ufe00" <= one <= "\ufe0f"
    }
    assert everywhere - {"\n"} == SHAPELESS
