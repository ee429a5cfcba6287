import pytest

from bihuan.paper.faces import Face
from bihuan.paper.pieces import pieces

RARE = set("喆堃璟")
EVERYTHING = frozenset(range(0x20, 0x3000)) | frozenset(range(0x3000, 0x10000))
FANG = Face("fang", EVERYTHING - {ord(one) for one in RARE} - {ord("㎡")})
SONG = Face("song", EVERYTHING)


@pytest.mark.parametrize(
    ("text", "names", "moved"),
    [
        ("检查企业186家次", (), []),
        ("由王喆、李明堃等同志负责包保", (), ["由王喆", "李明堃"]),
        ("王喆", (), ["王喆"]),
        ("检查组由副镇长王喆带队检查", (), ["王喆"]),
        ("检查组由张建堃带队检查企业", (), ["张建堃"]),
        ("检查组由欧阳璟带队检查企业", ("欧阳璟",), ["欧阳璟"]),
        ("县安监局检查永喆机械厂并下令", ("永喆机械厂",), ["永喆机械厂"]),
        ("面积120㎡左右", (), ["㎡"]),
        ("上级来函请喆字号企业整改", (), ["喆"]),
    ],
)
def test_a_name_with_a_rare_character_is_set_whole(
    text: str, names: tuple[str, ...], moved: list[str]
) -> None:
    cut = pieces(text, (FANG, SONG), names)
    assert "".join(piece for piece, _ in cut) == text
    assert [piece for piece, family in cut if family == "song"] == moved


def test_where_no_face_has_the_whole_name_each_character_finds_its_own() -> None:
    only_rare = Face("rare", frozenset(map(ord, RARE)))
    assert pieces("王喆", (FANG, only_rare)) == [("王", "fang"), ("喆", "rare")]


def test_nothing_gives_nothing() -> None:
    assert pieces("", (FANG, SONG)) == []
