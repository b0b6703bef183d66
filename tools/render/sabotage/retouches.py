"""Faults of the finished picture: text burnt in, blur, a mirror, something before a face, a portrait pasted over it.

Each function here makes a Retouch: a picture goes in as it was rendered and comes out wrong, the same in every process.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np

from film.bible import Wardrobe
from film.plan import Member
from tools.render.sabotage.planted import People, Retouch

PORTRAIT_PX = 224
"""As large as the portraits that takes are judged by: what is pasted is one of them, to the pixel."""
FACE_IN_PORTRAIT = (0.5, 0.53, 0.205, 0.275)
"""Middle (x, y) and half axes of the ellipse that holds the face in a portrait framed as ``sitting.FACE``, shares of its side."""
PASTED = (0.5, 0.53, 0.40, 0.46)
"""The same ellipse in the box of a head with its hair, shares of the box."""

TEXTS = ("SAMPLE", "PREVIEW ONLY", "STOCK FOOTAGE", "REC 00:12:47:09", "SUBSCRIBE NOW", "NOT FOR SALE")


def mirrored() -> Retouch:
    """Left and right exchanged."""
    return lambda rgb, people, index: np.ascontiguousarray(rgb[:, ::-1])


def blurred(draw: random.Random) -> Retouch:
    """Out of focus from edge to edge: a Gaussian of 0.7 to 1.1 hundredths of the picture's width."""
    share = draw.uniform(0.007, 0.011)

    def retouch(rgb: np.ndarray, people: People, index: int) -> np.ndarray:
        import cv2

        return cv2.GaussianBlur(rgb, (0, 0), share * rgb.shape[1])

    return retouch


def burnt_in_text(draw: random.Random) -> Retouch:
    """White letters with a dark edge: across the middle, in a corner, or where subtitles go."""
    text, place = draw.choice(TEXTS), draw.choice(("middle", "corner", "below"))

    def retouch(rgb: np.ndarray, people: People, index: int) -> np.ndarray:
        import cv2

        height, width = rgb.shape[:2]
        shares = {"middle": (0.62, 0.5, 0.55), "corner": (0.30, 0.72, 0.12), "below": (0.42, 0.5, 0.93)}
        share, at_x, at_y = shares[place]
        font, unit = cv2.FONT_HERSHEY_DUPLEX, 1.0
        (across, down), _ = cv2.getTextSize(text, font, unit, 1)
        scale = share * width / across
        stroke = max(1, round(scale * 1.6))
        at = (round(at_x * width - scale * across / 2), round(at_y * height + scale * down / 2))
        marked = rgb.copy()
        cv2.putText(marked, text, at, font, scale, (12, 12, 12), stroke + max(2, stroke), cv2.LINE_AA)
        cv2.putText(marked, text, at, font, scale, (244, 244, 240), stroke, cv2.LINE_AA)
        return marked

    return retouch


def hidden_face(who: str, draw: random.Random) -> Retouch:
    """Something between the lens and a face: a post out of focus, a paper held up, a hand."""
    kind = draw.choice(("post", "paper", "hand"))
    wide, tone = draw.uniform(1.05, 1.3), draw.randint(18, 44)
    paint = {"post": _post, "paper": _paper, "hand": _hand}[kind]

    def retouch(rgb: np.ndarray, people: People, index: int) -> np.ndarray:
        return paint(rgb, _pixels(people[who]["head"], rgb), wide, tone) if who in people else rgb

    return retouch


def pasted_portrait(member: Member, people_folder: Path | None) -> Retouch:
    """The reference portrait of ``member``, full face in studio light, laid over their head in every frame."""
    portrait: list[np.ndarray] = []

    def retouch(rgb: np.ndarray, people: People, index: int) -> np.ndarray:
        if member.character_id not in people:
            return rgb
        if not portrait:
            portrait.append(_portrait(member, people_folder))
        return _pasted(rgb, portrait[0], _pixels(people[member.character_id]["head"], rgb))

    return retouch


def _portrait(member: Member, people_folder: Path | None) -> np.ndarray:
    from tools.stage.people.person import build_person
    from tools.stage.sitting import FACE, portrait

    grey = Wardrobe(
        id="portrait",
        garment="shirt",
        top_colour="#8a8a8a",
        headwear="scarf" if member.identity.hair == "covered" else "none",
    )
    sitter = build_person(member.identity, grey, detail="close", folder=people_folder)
    return portrait(sitter, FACE, size=(PORTRAIT_PX, PORTRAIT_PX)).rgb


def _pasted(rgb: np.ndarray, portrait: np.ndarray, head: tuple[float, float, float, float]) -> np.ndarray:
    """The portrait's face scaled into the ellipse of ``head``, its rim two hundredths soft."""
    import cv2

    height, width = rgb.shape[:2]
    x0, y0, x1, y1 = head
    cx, cy, half_x, half_y = PASTED
    middle = (x0 + cx * (x1 - x0), y0 + cy * (y1 - y0))
    radius_y = half_y * (y1 - y0)
    radius_x = min(half_x * (x1 - x0), 0.80 * radius_y)
    px, py, from_x, from_y = (share * PORTRAIT_PX for share in FACE_IN_PORTRAIT)
    scale = radius_y / from_y
    warp = np.array([[scale, 0, middle[0] - scale * px], [0, scale, middle[1] - scale * py]])
    laid = cv2.warpAffine(portrait, warp, (width, height), flags=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    mask = np.zeros((height, width), np.float32)
    axes = (max(1, round(min(radius_x, scale * from_x))), max(1, round(radius_y)))
    cv2.ellipse(mask, (round(middle[0]), round(middle[1])), axes, 0, 0, 360, 1.0, -1, cv2.LINE_AA)
    mask = cv2.GaussianBlur(mask, (0, 0), max(0.6, 0.03 * radius_y))[..., None]
    return (laid * mask + rgb * (1 - mask) + 0.5).astype(np.uint8)


def _post(rgb: np.ndarray, head: tuple[float, float, float, float], wide: float, tone: int) -> np.ndarray:
    """A dark upright close to the lens, soft at its edges, from the lower edge of the picture to the upper."""
    import cv2

    height, width = rgb.shape[:2]
    x0, _, x1, _ = head
    half, middle = 0.5 * wide * (x1 - x0), 0.5 * (x0 + x1)
    mask = np.zeros((1, width), np.float32)
    mask[0, max(0, round(middle - half)) : max(0, round(middle + half))] = 1.0
    mask = cv2.GaussianBlur(mask, (0, 0), max(1.0, 0.10 * half), borderType=cv2.BORDER_REPLICATE)
    across = (np.arange(width, dtype=np.float32) - middle) / max(1.0, half)
    colour = (tone * (1.25 - 0.35 * across))[None, :, None] * np.array([1.0, 0.92, 0.82], np.float32)
    share = np.repeat(mask, height, axis=0)[..., None]
    return np.clip(rgb * (1 - share) + colour * share + 0.5, 0, 255).astype(np.uint8)


def _paper(rgb: np.ndarray, head: tuple[float, float, float, float], wide: float, tone: int) -> np.ndarray:
    """A printed sheet held up before the face, as bright as the picture around it."""
    import cv2

    x0, y0, x1, y1 = head
    middle, tall = 0.5 * (x0 + x1), y1 - y0
    half = 0.55 * wide * max(x1 - x0, 0.7 * tall)
    lean = 0.05 * (tone - 31)
    corners = np.array(
        [
            (middle - half, y0 - 0.02 * tall),
            (middle + half, y0 + lean),
            (middle + half, y1 + 0.25 * tall + lean),
            (middle - half, y1 + 0.22 * tall),
        ]
    )
    light = min(235.0, float(np.percentile(rgb, 80)) + 30.0)
    sheet = rgb.copy()
    cv2.fillPoly(sheet, [corners.round().astype(np.int32)], (light, 0.97 * light, 0.90 * light), cv2.LINE_AA)
    for row in np.arange(0.12, 0.95, 0.07):
        left, right = corners[0] + (corners[3] - corners[0]) * row, corners[1] + (corners[2] - corners[1]) * row
        ends = [(left + (right - left) * share).round().astype(int).tolist() for share in (0.08, 0.92)]
        cv2.line(sheet, ends[0], ends[1], (0.62 * light,) * 3, max(1, round(0.018 * tall)), cv2.LINE_AA)
    return sheet


def _hand(rgb: np.ndarray, head: tuple[float, float, float, float], wide: float, tone: int) -> np.ndarray:
    """The flat of a hand close to the lens, a forearm below it, lit like the picture."""
    import cv2

    height, width = rgb.shape[:2]
    x0, y0, x1, y1 = head
    middle, tall = 0.5 * (x0 + x1), y1 - y0
    half = 0.42 * wide * tall
    mask = np.zeros((height, width), np.float32)

    def at(x: float, y: float) -> tuple[int, int]:
        return round(middle + x * half), round(y0 + (0.62 + y) * tall)

    finger, palm = max(2, round(0.42 * half)), (max(2, round(half)), max(2, round(0.40 * tall)))
    cv2.ellipse(mask, at(0, 0.02), palm, 0, 0, 360, 1.0, -1, cv2.LINE_AA)
    for x, tip in ((-0.72, -0.62), (-0.25, -0.74), (0.22, -0.70), (0.68, -0.56)):
        cv2.line(mask, at(x, -0.1), at(1.12 * x, tip), 1.0, finger, cv2.LINE_AA)
    cv2.line(mask, at(0.7, 0.2), at(1.42, -0.18), 1.0, round(1.1 * finger), cv2.LINE_AA)
    cv2.line(mask, at(0, 0.1), at(0.35, 2.2), 1.0, max(2, round(1.5 * half)), cv2.LINE_AA)
    inner = cv2.GaussianBlur(mask, (0, 0), max(1.0, 0.16 * half))
    light = float(np.percentile(rgb, 70)) / 200.0 + 0.15
    skin = np.array([205.0, 152.0, 122.0], np.float32) * min(1.1, light) * (1.05 - 0.01 * tone)
    colour = skin * (0.45 + 0.55 * inner)[..., None]
    share = cv2.GaussianBlur(mask, (0, 0), max(0.8, 0.03 * half))[..., None]
    return np.clip(rgb * (1 - share) + colour * share + 0.5, 0, 255).astype(np.uint8)


def _pixels(box: Any, rgb: np.ndarray) -> tuple[float, float, float, float]:
    height, width = rgb.shape[:2]
    return (box[0] * width, box[1] * height, box[2] * width, box[3] * height)
