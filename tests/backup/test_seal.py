"""Sealing: what was written comes back, with the right key, whole, or not at all."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.backup import seal
from bihuan.backup.seal import Damaged, Key, Sealer, WrongKey, unseal

KEY = Key(b"k" * seal.KEY_BYTES)


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal, "CHUNK", 8)


def sealed(content: bytes, purpose: str = "rows") -> bytes:
    out = BytesIO()
    sealer = Sealer(out, KEY, purpose)
    for at in range(0, len(content), 5):
        sealer.write(content[at : at + 5])
    sealer.close()
    return out.getvalue()


def opened(content: bytes, key: Key = KEY, purpose: str = "rows") -> bytes:
    return b"".join(unseal(BytesIO(content), key, purpose))


@pytest.mark.parametrize("size", [0, 1, 7, 8, 9, 16, 17, 100])
def test_what_was_sealed_comes_back(size: int) -> None:
    content = bytes(range(size))
    assert opened(sealed(content)) == content
    assert content[:4] not in sealed(content) or size < 4


def test_the_same_content_is_never_sealed_alike() -> None:
    assert sealed(b"photo") != sealed(b"photo")


@pytest.mark.parametrize("size", [0, 8, 40])
def test_every_altered_byte_is_noticed(size: int) -> None:
    whole = sealed(b"x" * size)
    for at in range(len(whole)):
        altered = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        with pytest.raises((Damaged, WrongKey)):
            opened(altered)


def test_every_cut_and_every_addition_is_noticed() -> None:
    whole = sealed(b"x" * 40)
    for length in range(len(whole)):
        with pytest.raises(Damaged):
            opened(whole[:length])
    with pytest.raises(Damaged):
        opened(whole + whole[-24:])
    with pytest.raises(Damaged):
        opened(whole, purpose="another file")


def test_another_key_is_told_from_damage() -> None:
    with pytest.raises(WrongKey, match="另一把"):
        opened(sealed(b"x"), Key.new())


@given(st.binary(min_size=32, max_size=32))
def test_a_key_is_copied_by_hand_and_a_slip_is_noticed(raw: bytes) -> None:
    key = Key(raw)
    assert Key.of_text(key.text.lower().replace(" ", "-")) == key
    letters = key.text.replace(" ", "")
    slipped = ("B" if letters[0] != "B" else "C") + letters[1:]
    with pytest.raises(WrongKey):
        Key.of_text(slipped)


@pytest.mark.parametrize("text", ["", "不是密钥", "AAAA " * 14, "A" * 500, "1111"])
def test_what_is_no_key_is_told(text: str) -> None:
    with pytest.raises(WrongKey, match="14组"):
        Key.of_text(text)
