"""The shots that ``make bench`` measures: one plan per kind, and a series of any length for the graphs."""

from __future__ import annotations

import time
from pathlib import Path

from film.bible import Bible, Character, Identity, Place, SceneContinuity, TimeOfDay, Wardrobe
from film.plan import Mark, Member, PlacePlan, ShotPlan
from film.series import Doing, Episode, Scene, Series, Shot
from film.state import Camera, Move, ShotSize, VisualState
from film.take import Slate

MARA = Identity(presents="woman", age=31, skin_tone=4, hair="bob", hair_colour="#5a2e16", freckles=True, face_seed=11)
JON = Identity(presents="man", age=44, skin_tone=7.5, hair="short", facial_hair="beard", face_seed=5, height_m=1.82)
COAT = Wardrobe(id="coat", garment="coat", top_colour="#a8782a", accent_colour="#1f6b70")
NAVY = Wardrobe(id="navy", garment="jacket", top_colour="#1d2b4a")

KINDS: dict[str, tuple[str, TimeOfDay, bool, ShotSize, tuple[str, ...]]] = {
    "street": ("street", "magic_hour", False, "medium", ("mara", "jon")),
    "closeup": ("street", "magic_hour", False, "close", ("mara",)),
    "neon": ("street", "night", True, "medium", ("mara", "jon")),
    "forest": ("forest", "magic_hour", False, "medium_full", ("mara", "jon")),
    "room": ("room", "night", False, "medium_close", ("mara",)),
    "valley": ("valley", "magic_hour", False, "extreme_wide", ()),
}
"""Kind -> set, time of day, neon, shot size, cast."""


def slate_of(kind: str, width: int, height: int) -> Slate:
    """A two-second push-in of that kind, rendered and delivered at ``width`` x ``height``."""
    set_name, time_of_day, neon, size, cast = KINDS[kind]
    members = {
        "mara": Member(character_id="mara", identity=MARA, wardrobe=COAT, description="", side="left"),
        "jon": Member(character_id="jon", identity=JON, wardrobe=NAVY, description="", side="right"),
    }
    plan = ShotPlan(
        shot_id=f"bench/{kind}",
        scene_id="bench",
        kind="two_shot" if len(cast) == 2 else "single",
        frames=48,
        fps=24,
        width=width,
        height=height,
        render_width=width,
        render_height=height,
        encoding_sha256="",
        place=PlacePlan(place_id=set_name, set=set_name, interior=set_name == "room", seed=4, neon=neon),
        time_of_day=time_of_day,
        weather="clear",
        mood="calm",
        present=tuple(Mark(character_id=who, side=members[who].side) for who in cast),
        cast=tuple(members[who] for who in cast),
        doing=tuple(Doing(character_id=who, verb="stand") for who in cast),
        state=VisualState(
            camera=Camera(size=size, subjects=cast, move=Move(kind="drone" if not cast else "push_in", direction="in"))
        ),
    )
    return Slate(plan=plan, asked_sha256="", attempt=1, seed=7, engine="stage")


def long_series(shots: int) -> Series:
    """A film of ``shots`` silent shots, ten to a scene."""
    scenes = tuple(
        Scene(
            id=f"ep01/sc{number:03d}",
            heading={"en": "EXT. STREET - DAY"},
            shots=tuple(
                Shot(id=f"ep01/sc{number:03d}/sh{(at + 1) * 10:04d}", kind="single", duration_s=3.0, cast=("mara",))
                for at in range(min(10, shots - (number - 1) * 10))
            ),
        )
        for number in range(1, (shots + 9) // 10 + 1)
    )
    bible = Bible(
        characters=(Character(id="mara", name="MARA", identity=MARA, wardrobe=(COAT,)),),
        places=(Place(id="street", name="STREET", set="street"),),
        scenes=tuple(SceneContinuity(scene_id=scene.id, place_id="street") for scene in scenes),
    )
    episode = Episode(id="ep01", number=1, title={"en": "Long"}, scenes=scenes)
    return Series(id="long", title={"en": "Long"}, bible=bible, episodes=(episode,))


async def rehearse(root: Path, shots: int) -> tuple[float, int, float]:
    """Shoot a long series without pictures.

    Returns:
        Seconds spent, steps of shot graphs taken, and KB of checkpoint file (nothing pruned).
    """
    from configs import settings as configuration
    from configs.settings import Settings
    from crew.minds.choose import choose_mind
    from crew.understudy.vocabulary import Vocabulary
    from film.plan import plan_shot
    from graphs import shot as shot_graph
    from graphs.checkpoints import drive, saver
    from graphs.rehearsal import ABILITIES, RehearsalWorkers
    from graphs.unit import Unit
    from tools.run.folder import RunFolder
    from tools.run.transcript import Transcript

    folder = RunFolder.create(root / "long", "long")
    settings = Settings(engine="rehearsal")
    profile, gates = configuration.profile(settings), configuration.gates()
    unit = Unit(
        folder=folder, settings=settings, profile=profile, abilities=ABILITIES, engine_sha256="rehearsal", scorers_sha256="rehearsal",
        gates=gates,
        mind=choose_mind("understudy"), transcript=Transcript(folder.transcript),
        vocabulary=Vocabulary.model_validate(configuration.read_yaml("vocabulary.yaml")),
        workers=RehearsalWorkers(gates, durable=False),  # type: ignore[arg-type]
        emit=lambda kind, **facts: None,
    )  # fmt: skip
    series = long_series(shots)
    plans = {shot.id: plan_shot(series, shot.id, profile) for _, _, shot in series.walk()}
    async with saver(folder.checkpoints) as checkpointer:
        graph = shot_graph.build(checkpointer)
        began = time.perf_counter()
        for shot_id, plan in plans.items():
            asked = shot_graph.asked_hash(plan, series.seed, unit)
            start = {"shot_id": shot_id, "asked": asked, "plan": folder.put(plan), "film_seed": series.seed}
            await drive(graph, start, shot_graph.thread_id(shot_id, asked), unit, limit=40)
        took_s = time.perf_counter() - began
    size = sum(path.stat().st_size for path in folder.root.glob("checkpoints.sqlite*"))
    steps_of_a_take_that_passes = 5
    return took_s, shots * steps_of_a_take_that_passes, size / 1024
