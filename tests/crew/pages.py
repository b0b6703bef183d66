"""Small screenplays for the crew's tests, written as a script is written, and the whole crew played on them."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from crew import continuity, director, screenwriter
from crew.minds.mind import Mind
from crew.minds.understudy import Understudy
from crew.understudy.vocabulary import Vocabulary
from film.bible import Bible
from film.decision import Decision
from film.draft import series_from, with_coverage
from film.engine import Abilities
from film.screenplay import Action, Dialogue, Heading, Screenplay, ScreenplayEpisode, ScreenplayScene
from film.series import Scene, Series
from tools.stage.set_names import SET_NAMES

VOCABULARY = Vocabulary.model_validate(
    yaml.safe_load((Path(__file__).parents[2] / "configs" / "vocabulary.yaml").read_text(encoding="utf-8"))
)
STAGE = Abilities(
    engine="stage",
    sets=SET_NAMES,
    moves=("lock_off", "pan", "tilt", "push_in", "pull_back", "dolly", "orbit", "drone", "handheld", "follow",
           "crane", "whip_pan", "rack_focus", "dolly_zoom"),
)


def pages(text: str) -> Screenplay:
    """A screenplay: blocks parted by empty lines; a heading begins with INT or EXT, a cue is a capital line."""
    scenes: list[tuple[Heading, list[Action | Dialogue]]] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in block.strip().split("\n")]
        heading = re.match(r"(INT|EXT)\. (.+?)(?: - ([^-]+))?$", lines[0])
        if heading:
            setting, place, time = heading.groups()
            scenes.append((Heading(text=lines[0], setting=setting, place=place, time=time or ""), []))
            lines = lines[1:]
            if not lines:
                continue
        scene_id, at = f"ep01/sc{len(scenes):03d}", 10 * (len(scenes[-1][1]) + 1)
        cue = re.match(r"([^()]+?)(?: \(([^)]+)\))?( \^)?$", lines[0])
        if cue and len(lines) > 1 and cue.group(1).upper() == cue.group(1):
            words = " ".join(line for line in lines[1:] if not line.startswith("("))
            language = "hi" if re.search("[\u0900-\u097f]", words) else "en"
            scenes[-1][1].append(
                Dialogue(
                    id=f"{scene_id}/ln{at:04d}",
                    character=cue.group(1),
                    extension=cue.group(2) or "",
                    parentheticals=tuple(line.strip("()") for line in lines[1:] if line.startswith("(")),
                    text={language: words},
                    language=language,
                    dual=bool(cue.group(3)),
                )
            )
        else:
            scenes[-1][1].append(Action(id=f"{scene_id}/ac{at:04d}", text=" ".join(lines)))
    made = tuple(
        ScreenplayScene(id=f"ep01/sc{number:03d}", heading=heading, elements=tuple(elements))
        for number, (heading, elements) in enumerate(scenes, 1)
    )
    return Screenplay(title={"en": "A Test"}, episodes=(ScreenplayEpisode(id="ep01", scenes=made),))


def planned(
    text: str | Screenplay,
    mind: Mind | None = None,
    transcript: dict[str, Decision] | None = None,
    taste: director.Taste | None = None,
    given: Bible | None = None,
) -> Series:
    """The whole crew on a script: a Series with every scene covered."""
    screenplay = pages(text) if isinstance(text, str) else text
    mind = mind or Understudy()
    transcript = {} if transcript is None else transcript
    cast = screenwriter.cast_of(screenplay)
    breakdowns = {
        scene.id: screenwriter.break_down(mind, scene, cast, "", transcript, vocabulary=VOCABULARY)
        for scene in screenplay.scenes
    }
    bible = continuity.write_bible(mind, screenplay, breakdowns, given or Bible(), VOCABULARY, STAGE.sets, transcript)
    series = series_from(screenplay, breakdowns, bible, id="test", aspect="16:9", fps=24, seed=1)
    previous: Scene | None = None
    for scene in [scene for episode in series.episodes for scene in episode.scenes]:
        coverage = director.direct(
            mind, scene, bible, STAGE,
            taste=taste or director.Taste(), previous=previous, vocabulary=VOCABULARY, transcript=transcript,
        )  # fmt: skip
        series = with_coverage(series, scene.id, coverage.shots)
        previous = scene
    return series
