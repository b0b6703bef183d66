"""What somebody looks like, from the Bible alone: the user's pictures of them, or portraits that the stage draws.

A take is never compared with itself: portraits are made of the identity in the Bible, before neutral paper, and know
no shot. They lie under ``<run>/plates/faces/<hash of the identity>/`` and are made once.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from film.bible import Identity, Wardrobe
from film.canonical import content_id
from film.errors import ScoreError
from film.plan import Member
from film.state import LightRig, Look
from tools.render.engine import Sources
from tools.render.stage import STAGE_VERSION
from tools.score.clip.plates import read_plate
from tools.whole import write_whole

if TYPE_CHECKING:
    from tools.stage.light import Practical, Rig

PORTRAITS = "portraits@1"
"""Which portraits are drawn: raised when the list below or its lights change."""
FOLDER = "faces"
SIZE_PX = (224, 224)


class _Sitting(NamedTuple):
    yaw_deg: float
    light: str


SITTINGS = (
    _Sitting(0.0, "studio"), _Sitting(25.0, "studio"), _Sitting(-25.0, "studio"), _Sitting(50.0, "studio"),
    _Sitting(-50.0, "studio"), _Sitting(80.0, "studio"), _Sitting(-80.0, "studio"), _Sitting(12.0, "candle"),
    _Sitting(-12.0, "night"),
)  # fmt: skip
"""From the front to both profiles in plain light, and twice in little light."""


def reference_pictures(member: Member, sources: Sources) -> tuple[np.ndarray, ...]:
    """Pictures (h, w, 3) uint8 RGB that show somebody's face; () where there are none and nobody can draw them.

    Raises:
        ScoreError: a picture of the Bible is missing, or a portrait cannot be read.
        RenderError: the stage could not draw one.
    """
    if member.references:
        return tuple(read_plate(sources.assets, sha256) for sha256 in member.references)
    if sources.plates is None:
        return ()
    return tuple(_read(path) for path in draw_portraits(member, sources.plates, people=sources.people))


def draw_portraits(member: Member, plates: Path, *, people: Path | None = None) -> tuple[Path, ...]:
    """The files of somebody's portraits, drawn by the stage unless they are there. The same bytes in any process.

    Args:
        plates: the run's folder of pictures that takes are judged by.
        people: folder where built people are kept between processes; no picture depends on it.
    """
    words = {"identity": member.identity, "portraits": PORTRAITS, "stage": STAGE_VERSION}
    folder = plates / FOLDER / content_id(words)
    files = tuple(folder / f"{number:02d}.png" for number in range(len(SITTINGS)))
    if all(path.is_file() for path in files):
        return files
    from tools.stage.people.person import build_person
    from tools.stage.sitting import FACE, RIM, portrait

    person = build_person(member.identity, _plain_dress(member.identity), detail="close", folder=people)
    for path, sitting in zip(files, SITTINGS, strict=True):
        if not path.is_file():
            lamps = {"studio": (RIM,), "candle": (_candle(),)}.get(sitting.light, ())
            frame = portrait(person, FACE, size=SIZE_PX, yaw_deg=sitting.yaw_deg, rig=_rig(sitting.light), lamps=lamps)
            write_whole(path, _png(frame.rgb))
    return files


def _plain_dress(identity: Identity) -> Wardrobe:
    """A grey shirt and a bare head, or a scarf on whoever is never seen without."""
    return Wardrobe(
        id="portrait", garment="shirt", top_colour="#8a8a8a", headwear="scarf" if identity.hair == "covered" else "none"
    )


def _candle() -> Practical:
    """A flame an arm's length before the face, from the side."""
    from tools.stage.light import Practical

    return Practical((0.5, 1.55, 0.75), (2.6, 1.45, 0.6), 2.5)


def _rig(light: str) -> Rig | None:
    from tools.stage.look import rig_of

    if light == "studio":
        return None
    wishes = LightRig(key_azimuth_deg=35.0, key_elevation_deg=20.0)
    hour = "candle" if light == "candle" else "night"
    return rig_of(hour, "clear", wishes, Look(), interior=light == "candle", neon=False, axis_yaw_deg=0.0)


def _png(rgb: np.ndarray) -> bytes:
    import cv2

    done, data = cv2.imencode(".png", rgb[..., ::-1])
    assert done
    return data.tobytes()


def _read(path: Path) -> np.ndarray:
    import cv2

    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if picture is None:
        raise ScoreError(f"{path.name} in {path.parent} cannot be read; delete it and score the take again")
    return np.ascontiguousarray(picture[..., ::-1])
