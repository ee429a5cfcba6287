"""The demo's photos: simple drawn scenes, before and after, made once and used again; and a few signatures."""

import math
from collections.abc import Callable
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFont

from bihuan.hazards.rules import KINDS
from bihuan.paper.faces import SHIPPED

WIDTH, HEIGHT = 640, 480
WIDTH_OF_SHEET = 480
STRIP = 56  # the band with the words
SEAL_RED = (200, 20, 30, 255)
RED, GREEN, STEEL, WOOD, INK = "#c0392b", "#2e8b57", "#7f8c8d", "#b08d57", "#2c3e50"
Draw = ImageDraw.ImageDraw


def scene(kind: str, shows: str, variant: int) -> bytes:
    """A JPEG of a kind of hazard (hazards.rules.KINDS), `shows` "before" or "after"; `variant` changes the view."""
    rng = Random(f"{kind}-{variant}")
    picture = Image.new("RGB", (WIDTH, HEIGHT), ("#dfe6e9", "#e8e4d9", "#d6e0d0")[variant % 3])
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 320, WIDTH, HEIGHT), fill=("#b2a999", "#a4a9ad", "#b9b2a3")[variant % 3])
    for x in range(0, WIDTH, 80):
        draw.line((x, 320, x - 60, HEIGHT), fill="#9a9184", width=2)
    _SCENES[kind](draw, rng, shows == "after")
    words = f"{KINDS[kind]} · {'整改后' if shows == 'after' else '整改前'} · 演示照片"
    draw.rectangle((0, HEIGHT - STRIP, WIDTH, HEIGHT), fill=GREEN if shows == "after" else RED)
    draw.text((20, HEIGHT - STRIP + 12), words, fill="white", font=_font(28))
    out = BytesIO()
    picture.save(out, "JPEG", quality=72)
    return out.getvalue()


def signature(variant: int) -> bytes:
    """A PNG of a scribble as people sign on a screen."""
    rng = Random(f"signature-{variant}")
    picture = Image.new("RGB", (360, 140), "white")
    draw = ImageDraw.Draw(picture)
    for word in range(3):
        points = [
            (40 + 100 * word + rng.randint(0, 70), 30 + rng.randint(0, 80)) for _ in range(rng.randint(5, 8))
        ]
        draw.line(points, fill=INK, width=4, joint="curve")
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def seal(body: str) -> bytes:
    """A PNG of a round red seal with a body's name around a star, on nothing; of the demo, and saying so."""
    size, middle = 420, 210
    picture = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((8, 8, size - 8, size - 8), outline=SEAL_RED, width=9)
    points = [
        (middle + r * math.sin(math.pi * at / 5), middle - r * math.cos(math.pi * at / 5))
        for at in range(10)
        for r in ((62, 24)[at % 2],)
    ]
    draw.polygon(points, fill=SEAL_RED)
    font, step = _font(40), min(38.0, 260 / max(1, len(body) - 1))
    for number, sign in enumerate(body):
        angle = (number - (len(body) - 1) / 2) * step
        tile = Image.new("RGBA", (56, 56), (0, 0, 0, 0))
        ImageDraw.Draw(tile).text((8, 4), sign, fill=SEAL_RED, font=font)
        turned = tile.rotate(-angle, resample=Image.Resampling.BICUBIC)
        x = middle + 152 * math.sin(math.radians(angle))
        y = middle - 152 * math.cos(math.radians(angle))
        picture.alpha_composite(turned, (round(x) - 28, round(y) - 28))
    draw.text((middle - 44, 300), "演示", fill=SEAL_RED, font=_font(44))
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def paper_scan(variant: int, title: str = "现场检查记录") -> bytes:
    """A JPEG of a sheet filled in by hand, for entries made later from paper; or of another paper, by its title."""
    rng = Random(f"scan-{variant}")
    picture = Image.new("RGB", (WIDTH_OF_SHEET, 640), "#f7f4ec")
    draw = ImageDraw.Draw(picture)
    draw.text((WIDTH_OF_SHEET / 2, 40), title, fill=INK, font=_font(36), anchor="ma")
    for line in range(9):
        y = 120 + line * 50
        draw.line((40, y, 440, y), fill=STEEL, width=1)
        points = [(50 + step * 12, y - 10 - rng.randint(0, 14)) for step in range(rng.randint(8, 30))]
        draw.line(points, fill="#34495e", width=2)
    draw.text((40, 590), "演示用纸", fill=STEEL, font=_font(20))
    out = BytesIO()
    picture.save(out, "JPEG", quality=75)
    return out.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(SHIPPED / "BihuanHei.otf"), size)


def _power(draw: Draw, rng: Random, mended: bool) -> None:
    draw.rectangle((220, 90, 420, 310), fill=STEEL, outline=INK, width=4)
    for row in range(3):
        for column in range(4):
            left, top = 240 + column * 44, 120 + row * 60
            draw.rectangle((left, top, left + 30, top + 40), fill="#ecf0f1", outline=INK)
    for wire in range(6):
        x = 240 + wire * 30
        if mended:
            draw.line((x, 310, x, 350), fill=INK, width=5)
        else:
            draw.line(
                [(x, 300), (x + rng.randint(-90, 90), 340), (x + rng.randint(-120, 120), 400)],
                fill=rng.choice((RED, "#f39c12", INK)),
                width=5,
            )


def _fire(draw: Draw, rng: Random, mended: bool) -> None:
    x = rng.randint(160, 380)
    draw.rounded_rectangle((x, 150, x + 90, 360), 30, fill=RED, outline=INK, width=3)
    draw.rectangle((x + 30, 115, x + 60, 152), fill=INK)
    draw.ellipse((x + 18, 190, x + 72, 244), fill="white", outline=INK, width=3)
    angle = math.radians(-60 if mended else -150)
    end = (x + 45 + 22 * math.cos(angle), 217 + 22 * math.sin(angle))
    draw.line([(x + 45, 217), end], fill=GREEN if mended else RED, width=5)
    if not mended:
        for box in range(3):
            left = x + 110 + box * 40
            draw.rectangle((left, 290 - box * 40, left + 80, 370), fill=WOOD, outline=INK, width=3)


def _place(draw: Draw, rng: Random, mended: bool) -> None:
    for step in range(5):
        draw.rectangle((120 + step * 80, 340 - step * 50, 200 + step * 80, 400), fill="#95a5a6", outline=INK)
    if mended:
        draw.line((120, 250, 520, 50), fill=INK, width=8)
        for step in range(6):
            draw.line((120 + step * 80, 250 - step * 40, 120 + step * 80, 340 - step * 40), fill=INK, width=5)
    else:
        draw.line((120, 250, 280, 190), fill=INK, width=8)
        draw.polygon([(300, 300), (360, 240), (380, 310)], fill="#6d6358")


def _equipment(draw: Draw, rng: Random, mended: bool) -> None:
    for x, y, radius in ((230, 220, 90), (400, 260, 60)):
        for tooth in range(12):
            angle = math.radians(tooth * 30 + rng.randint(0, 9))
            cx, cy = x + radius * math.cos(angle), y + radius * math.sin(angle)
            draw.ellipse((cx - 14, cy - 14, cx + 14, cy + 14), fill=STEEL)
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=STEEL, outline=INK, width=4)
        draw.ellipse((x - 16, y - 16, x + 16, y + 16), fill=INK)
    if mended:
        draw.rectangle((110, 110, 490, 350), outline="#e1b12c", width=12)
        for x in range(140, 490, 40):
            draw.line((x, 112, x, 348), fill="#e1b12c", width=4)


def _conduct(draw: Draw, rng: Random, mended: bool) -> None:
    x = rng.randint(220, 380)
    draw.ellipse((x - 35, 120, x + 35, 190), fill="#f0c27b", outline=INK, width=3)
    draw.rectangle((x - 45, 190, x + 45, 310), fill="#2980b9", outline=INK, width=3)
    draw.line((x - 20, 310, x - 30, 400), fill=INK, width=16)
    draw.line((x + 20, 310, x + 30, 400), fill=INK, width=16)
    draw.line((x + 45, 210, x + 120, 260), fill="#2980b9", width=16)
    if mended:
        draw.pieslice((x - 42, 95, x + 42, 175), 180, 360, fill="#f1c40f", outline=INK, width=3)
        draw.line((x - 45, 200, x + 45, 300), fill="#e67e22", width=10)


def _paper(draw: Draw, rng: Random, mended: bool) -> None:
    draw.rectangle((200, 70, 440, 390), fill="white", outline=INK, width=4)
    for line in range(9):
        y = 110 + line * 30
        draw.line((220, y, 420, y), fill=STEEL, width=2)
        if mended or line < 3:
            draw.line((225, y - 8, 225 + rng.randint(60, 190), y - 8), fill=INK, width=5)
    if mended:
        draw.ellipse((340, 290, 430, 380), outline=RED, width=6)


def _chemicals(draw: Draw, rng: Random, mended: bool) -> None:
    for barrel in range(4):
        x = 110 + barrel * 110
        tilt = 0 if mended else rng.randint(-20, 20)
        draw.rectangle((x + tilt, 180, x + 80 + tilt, 370), fill="#3867d6", outline=INK, width=3)
        draw.ellipse(
            (x + tilt, 165, x + 80 + tilt, 195), fill=INK if mended else "#f5f6fa", outline=INK, width=3
        )
        draw.polygon([(x + 40, 230), (x + 66, 276), (x + 14, 276)], fill="#f7b731", outline=INK)
    if not mended:
        draw.ellipse((180, 360, 420, 410), fill="#4b6584")


def _board(draw: Draw, rng: Random, mended: bool) -> None:
    draw.rectangle((120, 80, 520, 320), fill="#1e6f50", outline=WOOD, width=12)
    if mended:
        for row in range(4):
            draw.line(
                (160, 130 + row * 45, 160 + rng.randint(200, 320), 130 + row * 45), fill="white", width=6
            )
    draw.line((200, 320, 200, 400), fill=WOOD, width=12)
    draw.line((440, 320, 440, 400), fill=WOOD, width=12)


_SCENES: dict[str, Callable[[Draw, Random, bool], None]] = {
    "power": _power,
    "fire": _fire,
    "place": _place,
    "equipment": _equipment,
    "conduct": _conduct,
    "paper": _paper,
    "chemicals": _chemicals,
    "training": _board,
    "rules": _board,
}
