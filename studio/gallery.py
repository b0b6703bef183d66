"""``make gallery``: sheets and moving clips of all that the stage can show, for people to look at.

    people    strangers, close and full length       lights    eight sets in six lights
    styles    every style on four shots, and moving  looks     every look on three
    moves     every camera move, as a strip          sentence  the neon street of the documentation

Writes PNG sheets and mp4 clips into runs/gallery/. Nothing here is measured; ``make bench`` measures.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from film.bible import Garment, HairStyle, Identity, TimeOfDay, Wardrobe, Weather
from film.plan import Mark, Member, PlacePlan, ShotPlan
from film.series import Doing, Verb
from film.state import Camera, LightKind, LightRig, Look, Move, MoveKind, ShotSize, StyleWeight, VisualState
from film.take import Slate

if TYPE_CHECKING:
    import numpy as np

HOUSE = Path(__file__).resolve().parent.parent
OUT = HOUSE / "runs" / "gallery"
TALL, WIDE = 360, 640
SETS = ("street", "room", "forest", "market", "church", "shore", "station", "rooftop")
LIGHTS: tuple[LightKind, ...] = ("hard_noon", "magic_hour", "blue_hour", "moonlight", "candle", "storm")
SHOTS: dict[str, tuple[str, TimeOfDay, ShotSize, int, bool]] = {
    "close-up": ("street", "magic_hour", "close", 1, False),
    "street": ("street", "day", "medium_full", 2, False),
    "forest": ("forest", "magic_hour", "full", 2, False),
    "neon": ("street", "night", "medium", 2, True),
}
"""What every style and look is shown on: set, hour, size, how many people, neon."""
TOKYO = "Slow tracking shot of a neon-drenched Tokyo street, 35mm grain, anamorphic lens flare, raining"
HAIR_COLOURS = ("#15100d", "#2b1d14", "#5a2e16", "#8a4b22", "#c9a060", "#e6e2da")
CLOTHES = ("#b3282d", "#c8862a", "#3c8246", "#28787d", "#325aaa", "#232d50", "#6e3c8c", "#5a3c28", "#f0eee8", "#44546a")


def stranger(number: int) -> Member:
    """Somebody who is in no film: drawn from a number."""
    draw = random.Random(f"gallery|{number}")
    woman = draw.random() < 0.5
    age = draw.choice((7, 12, 19, 26, 33, 41, 52, 63, 74, 86))
    hair = draw.choice([style for style in get_args(HairStyle) if not (woman and style == "bald")])
    identity = Identity(
        presents="woman" if woman else "man", age=age, skin_tone=round(draw.uniform(1, 10), 1), hair=hair,
        hair_colour=draw.choice(HAIR_COLOURS[-1:] if age > 60 else HAIR_COLOURS[:-1]),
        facial_hair="none" if woman or age < 18 else draw.choice(("none", "stubble", "moustache", "beard")),
        glasses=draw.random() < 0.2, freckles=draw.random() < 0.2,
        build=draw.choice(("slim", "average", "athletic", "heavy")),
        height_m=1.0 + 0.045 * (age - 4) if age < 15 else round(draw.uniform(1.52, 1.92), 2), face_seed=number,
    )  # fmt: skip
    worn = Wardrobe(
        id=f"s{number}/worn", garment=draw.choice(get_args(Garment)), top_colour=draw.choice(CLOTHES),
        under_colour=draw.choice(CLOTHES), legs_colour=draw.choice(CLOTHES),
        accent_colour=draw.choice((None, *CLOTHES[:4])),
    )  # fmt: skip
    return Member(character_id=f"s{number}", identity=identity, wardrobe=worn, description="")


def plan_for(
    set_name: str,
    people: Sequence[Member] = (),
    *,
    size: ShotSize = "medium",
    time_of_day: TimeOfDay = "day",
    weather: Weather = "clear",
    neon: bool = False,
    preset: LightKind | None = None,
    look: Look | None = None,
    style: str | None = None,
    move: Move | None = None,
    verb: Verb = "stand",
    frames: int = 48,
    tall: int = TALL,
    wide: int = WIDE,
    seed: int = 4,
) -> ShotPlan:
    """A shot of nobody's film."""
    from configs.style_files import built_in_styles
    from film.styles import treatments_of

    sides = ("left", "right")
    cast = tuple(m.model_copy(update={"side": sides[rank % 2]}) for rank, m in enumerate(people))
    who = tuple(member.character_id for member in cast)
    weights = (StyleWeight(style=style),) if style else ()
    return ShotPlan(
        shot_id=f"gallery/{set_name}", scene_id="gallery", kind="single" if len(cast) == 1 else "master", frames=frames,
        fps=24, width=wide, height=tall, render_width=wide, render_height=tall, encoding_sha256="",
        place=PlacePlan(place_id=set_name, set=set_name, interior=set_name in ("room", "church"), seed=seed, neon=neon),
        time_of_day=time_of_day, weather=weather, mood="calm",
        present=tuple(Mark(character_id=m.character_id, side=m.side, height_m=m.identity.height_m) for m in cast),
        cast=cast,
        doing=tuple(Doing(character_id=each, verb=verb if rank == 0 else "stand") for rank, each in enumerate(who)),
        state=VisualState(
            camera=Camera(size=size, subjects=who, move=move or Move()), light=LightRig(preset=preset),
            look=look or Look(), styles=weights,
        ),
        styles=treatments_of(weights, built_in_styles()),
    )  # fmt: skip


def shot(plan: ShotPlan, *frames: int) -> list[np.ndarray]:
    """Frames of a plan, (H, W, 3) uint8 each."""
    from tools.stage.shot import ShotScene

    slate = Slate(plan=plan, asked_sha256="", attempt=1, seed=7, engine="stage")
    scene = ShotScene(slate, OUT, threads=2)
    return [scene.frame(index).rgb for index in frames]


def sheet(name: str, rows: Sequence[Sequence[tuple[str, np.ndarray]]]) -> Path:
    """Captioned pictures in rows, as one PNG."""
    import cv2
    import numpy as np

    lines = []
    for row in rows:
        cells = []
        for caption, picture in row:
            cell = np.ascontiguousarray(picture[..., ::-1])
            cv2.putText(cell, caption, (9, 21), cv2.FONT_HERSHEY_SIMPLEX, 0.55, (0, 0, 0), 3, cv2.LINE_AA)
            cv2.putText(cell, caption, (8, 20), cv2.FONT_HERSHEY_SIMPLEX, 0.55, (255, 255, 255), 1, cv2.LINE_AA)
            cells.append(cell)
        lines.append(np.hstack(cells))
    widest = max(line.shape[1] for line in lines)
    padded = [np.pad(line, ((0, 0), (0, widest - line.shape[1]), (0, 0))) for line in lines]
    path = OUT / f"{name}.png"
    cv2.imwrite(str(path), np.vstack(padded))
    return path


def clip(name: str, plan: ShotPlan) -> Path:
    """A plan as a moving picture."""
    from film.profile import Encoding
    from tools.cut.encode import ClipWriter
    from tools.cut.encode import Encoding as ClipEncoding

    path = OUT / f"{name}.mp4"
    encoding = ClipEncoding(**Encoding(crf=18).model_dump())
    with ClipWriter(path, size=(plan.width, plan.height), fps=plan.fps, encoding=encoding) as writer:
        for picture in shot(plan, *range(plan.frames)):
            writer.write(picture)
    return path


def people() -> list[Path]:
    close = [
        (f"{m.identity.age} {m.identity.hair}", shot(plan_for("neutral", [m], size="close", wide=360), 12)[0])
        for m in map(stranger, range(24))
    ]
    verbs: tuple[Verb, ...] = ("stand", "walk", "sit", "point")
    full = [
        (m.wardrobe.garment, shot(plan_for("park", [m], size="full", wide=240, verb=verbs[n % 4]), 24)[0])
        for n, m in enumerate(stranger(100 + n) for n in range(24))
    ]
    return [
        sheet("people_close", [close[at : at + 6] for at in range(0, 24, 6)]),
        sheet("people_full", [full[at : at + 8] for at in range(0, 24, 8)]),
    ]


def lights() -> list[Path]:
    rows = []
    for number, set_name in enumerate(SETS):
        pair = (stranger(200 + 2 * number), stranger(201 + 2 * number))
        rows.append([
            (f"{set_name} {kind}", shot(plan_for(set_name, pair, size="medium_full", preset=kind), 12)[0])
            for kind in LIGHTS
        ])  # fmt: skip
    return [sheet("lights_1", rows[:4]), sheet("lights_2", rows[4:])]


def styles() -> list[Path]:
    from configs.style_files import built_in_styles

    made = []
    for name in (style.name for style in built_in_styles()):
        stills = [(f"{name} {kind}", shot(_shown_on(kind, style=name), 12)[0]) for kind in SHOTS]
        strip = [(f"{name} {at}", picture) for at, picture in zip(range(6), shot(_walked(name), *range(0, 12, 2)), strict=True)]
        made += [sheet(f"style_{name}", [stills[:2], stills[2:]]), sheet(f"style_{name}_moving", [strip[:3], strip[3:]])]
        made.append(clip(f"style_{name}", _walked(name)))
    return made


def looks() -> list[Path]:
    from configs.look_files import built_in_looks

    rows = [
        [(f"{each.name} {kind}", shot(_shown_on(kind, look=each.look), 12)[0]) for kind in ("neon", "close-up", "street")]
        for each in built_in_looks()
    ]
    return [sheet(f"looks_{at // 5 + 1}", rows[at : at + 5]) for at in range(0, len(rows), 5)]


def moves() -> list[Path]:
    rows = []
    for kind in get_args(MoveKind):
        plan = plan_for(
            "street", (stranger(31), stranger(32)), size="medium_full", move=Move(kind=kind), wide=480, tall=270,
            verb="walk" if kind == "follow" else "stand",
        )  # fmt: skip
        rows.append([(f"{kind} {at}", picture) for at, picture in zip((0, 12, 24, 36, 47), shot(plan, 0, 12, 24, 36, 47), strict=True)])
    return [sheet("moves_1", rows[:7]), sheet("moves_2", rows[7:])]


def sentence() -> list[Path]:
    """The sentence of the documentation, planned by the understudy and shot in the draft's size."""
    from configs import settings as configuration
    from configs.settings import Settings
    from film.plan import plan_shot
    from graphs import session
    from graphs.rehearsal import RehearsalWorkers
    from studio.sentences import script_files

    def hire(count: int) -> Any:
        return RehearsalWorkers(configuration.gates(), durable=False)

    asked = Settings(mind="understudy", engine="rehearsal", profile="draft")
    with tempfile.TemporaryDirectory() as runs, script_files([Path(TOKYO)]) as files:
        outcome = session.make(asked, files, runs=Path(runs), plan_only=True, hire=hire)
    assert outcome.version is not None and outcome.profile is not None
    (_, _, first), *_ = outcome.version.series.walk()
    plan = plan_shot(outcome.version.series, first.id, outcome.profile)
    ends = shot(plan, 0, plan.frames - 1)
    return [clip("sentence", plan), sheet("sentence", [[("first", ends[0]), ("last", ends[1])]])]


def _shown_on(kind: str, **more: Any) -> ShotPlan:
    set_name, hour, size, count, neon = SHOTS[kind]
    pair = (stranger(31), stranger(32))[:count]
    return plan_for(set_name, pair, size=size, time_of_day=hour, neon=neon, **more)


def _walked(style: str) -> ShotPlan:
    return plan_for(
        "street", (stranger(31),), size="medium_full", time_of_day="magic_hour", style=style, verb="walk",
        move=Move(kind="follow"), wide=480, tall=270,
    )  # fmt: skip


GROUPS: dict[str, Callable[[], list[Path]]] = {
    each.__name__: each for each in (people, lights, styles, looks, moves, sentence)
}


def main(arguments: list[str]) -> int:
    """Draw all, or only the groups named."""
    OUT.mkdir(parents=True, exist_ok=True)
    for name in arguments or list(GROUPS):
        for path in GROUPS[name]():
            print(path, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
