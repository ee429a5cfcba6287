"""What a seal's picture must be: PNG, its ground transparent, of a size to print. Judged by content. Pure."""

from io import BytesIO

from PIL import Image

from bihuan.core.files import BROKEN

SIDE_MIN_PX, SIDE_MAX_PX = 200, 3000
CLEAR_MIN = 0.2  # of its area: outside the ring, and between the signs


def why_not_seal(content: bytes) -> str:
    """Why a picture cannot be a seal's, in words, or ""."""
    try:
        picture = Image.open(BytesIO(content), formats=("PNG",))
        if max(picture.size) > SIDE_MAX_PX:
            return f"印章图片的边长最多{SIDE_MAX_PX}像素，现在{max(picture.size)}像素。"
        picture.load()
    except BROKEN:
        return "印章要用底色透明的PNG图片，请重新选择。"
    if min(picture.size) < SIDE_MIN_PX:
        return f"印章图片太小，印出来不清楚，边长至少{SIDE_MIN_PX}像素。"
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return "印章图片的底色不透明，会盖住文字和日期。请换成底色透明的PNG。"
    alpha = picture.convert("RGBA").getchannel("A").histogram()
    clear = sum(alpha[:32]) / sum(alpha)
    if clear < CLEAR_MIN:
        return "印章图片的底色不透明，会盖住文字和日期。请换成底色透明的PNG。"
    if clear > 0.995:
        return "印章图片是空白的，请重新选择。"
    return ""
