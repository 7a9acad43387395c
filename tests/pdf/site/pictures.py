#!/usr/bin/env python3
"""Draws the pictures of this site anew: python3 tests/pdf/site/pictures.py (needs Pillow).

They are drawn, not taken, so that each has what is hard to print: transparency, a photograph's
compression, a portrait shape, something to hide. The drawn files are kept in the tree.
"""

import pathlib

from PIL import Image, ImageDraw

IMG = pathlib.Path(__file__).parent / "content/hard/img"


def screen(name, size, hue, fields):
    """A window with a bar, some fields and a button."""
    width, height = size
    picture = Image.new("RGB", size, "#eef1f4")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, width, height // 12), fill=hue)
    for i in range(fields):
        top = height // 6 + i * height // (fields + 2)
        pen.rectangle((width // 8, top, width * 7 // 8, top + height // (2 * fields + 4)), fill="white", outline="#8894a0", width=2)
    pen.rectangle((width // 8, height * 5 // 6, width // 2, height * 11 // 12), fill="#d97706")
    picture.save(IMG / name, optimize=True)


def clear(name):
    """A disc that fades to nothing."""
    picture = Image.new("RGBA", (480, 300))
    picture.putdata([
        (20, 110, 160, max(0, 255 - int(((x - 240) ** 2 + (y - 150) ** 2) ** 0.5 * 1.7)))
        for y in range(300) for x in range(480)
    ])
    picture.save(IMG / name, optimize=True)


def photo(name):
    """Smooth colours, as a camera gives."""
    picture = Image.new("RGB", (640, 420))
    picture.putdata([(x * 255 // 640, y * 255 // 420, (x * y // 700) % 256) for y in range(420) for x in range(640)])
    picture.save(IMG / name, quality=80)


if __name__ == "__main__":
    screen("wide.png", (1280, 800), "#1d4f6b", 4)
    screen("tall.png", (420, 900), "#2f6b1d", 6)
    screen("left.png", (700, 500), "#6b1d4f", 3)
    screen("right.png", (700, 460), "#4f1d6b", 2)
    screen("secret.png", (1000, 620), "#333333", 4)
    clear("clear.png")
    photo("photo.jpg")
    (IMG / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n not a picture")
