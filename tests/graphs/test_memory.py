"""A series remembers: scripts made again, edited, and followed by further episodes, on top of what stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from configs import settings as configuration
from configs.settings import Settings
from film.cut_plan import plan_cut
from film.errors import ScriptError
from film.inheritance import with_scenes
from film.series import Series
from film.state import StyleWeight, VisualState
from film.version import Version
from graphs import session
from graphs.rehearsal import RehearsalWorkers
from tools.run import versions
from tools.run.transcript import Transcript

EPISODE = """Title: Two Rooms

INT. KITCHEN - NIGHT

MARA, 30, in a red coat, waits by the window.

JON
You came back.

MARA
(quietly)
I said I would.

EXT. STREET - DAY

JON, 44, bearded, walks away in the rain. Mara watches him go.

INT. KITCHEN - DAY

Mara sits down alone.

MARA
Then that is that.
"""
FIRST = """INT. CELLAR - NIGHT

Jon lights a match and looks around.

JON
Nobody here.

"""
FURTHER = """Title: The Second Door

INT. KITCHEN - NIGHT

JON stands at the window. NORA, 25, a nurse with long hair, enters.

NORA
Where is she?
"""


class Desk:
    """One run, and what making each script rendered."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rendered: list[str] = []
        self.events: list[dict] = []

    def make(self, text: str | None = None, *names: str, file: str = "two.fountain", fresh=False, stop_before=None, **changes) -> Version:
        """Writes ``text`` to ``file`` and makes it, or makes the files ``names`` as they are."""
        if text is not None:
            (self.folder / file).write_text(text)
        workers = RehearsalWorkers(configuration.gates(), durable=False, stop_before=stop_before)
        settings = Settings(mind="understudy", engine="rehearsal", **changes)
        self.events = []
        made = session.make(
            settings, [self.folder / name for name in names or (file,)], runs=self.folder / "runs",
            series_name="rooms", hire=lambda count: workers, on_event=self.events.append, fresh=fresh,
        )  # fmt: skip
        self.rendered = sorted({subject.split()[0] for verb, subject in workers.log if verb == "clip"})
        self.cuts = sum(verb == "cut" for verb, _ in workers.log)
        self.run = made.folder
        assert made.version is not None
        return made.version

    def change(self, change) -> Version:
        """A finished version that a person made of the one that stands; ``change`` is Series -> Series."""
        standing = versions.standing(self.run)
        assert standing is not None
        number = versions.numbers(self.run)[-1] + 1
        update = {"number": number, "parent": standing.number, "series": change(standing.series), "memory": None}
        made = standing.model_copy(update=update)
        versions.finish(self.run, made)
        return made

    def conflicts(self) -> list[str]:
        return [event["sentence"] for event in self.events if event["kind"] == "conflict"]


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(tmp_path)


def scene_ids(series: Series) -> list[str]:
    return [scene.id for episode in series.episodes for scene in episode.scenes]


def shots_of(version: Version, scene_id: str) -> list[str]:
    return sorted(shot.id for _, scene, shot in version.series.walk() if scene.id == scene_id)


def edited(scene_id: str, **fields):
    """A person's change to every shot of a scene."""

    def change(series: Series) -> Series:
        scene = next(s for e in series.episodes for s in e.scenes if s.id == scene_id)
        shots = tuple(shot.model_copy(update=fields) for shot in scene.shots)
        return with_scenes(series, [scene.model_copy(update={"shots": shots})])

    return change


def test_a_scene_inserted_first_is_the_only_one_shot(desk):
    first = desk.make(EPISODE)
    second = desk.make(EPISODE.replace("INT. KITCHEN - NIGHT", FIRST + "INT. KITCHEN - NIGHT"))
    assert scene_ids(second.series) == ["ep01/sc004", "ep01/sc001", "ep01/sc002", "ep01/sc003"]
    assert desk.rendered == shots_of(second, "ep01/sc004")
    assert {k: v for k, v in second.circled.items() if k in first.circled} == first.circled


def test_an_edited_line_shoots_the_shots_that_hear_it(desk):
    first = desk.make(EPISODE)
    second = desk.make(EPISODE.replace("You came back.", "You came back after all."))
    line = "ep01/sc001/ln0010"
    hearing = [shot.id for _, _, shot in second.series.walk() if any(s.line_id == line for s in shot.spoken)]
    assert hearing and desk.rendered == sorted(hearing)
    assert second.series.bible == first.series.bible


def test_a_deleted_scene_leaves_the_film_and_nothing_is_shot(desk):
    desk.make(EPISODE)
    street = EPISODE[EPISODE.index("EXT. STREET") : EPISODE.index("INT. KITCHEN - DAY")]
    second = desk.make(EPISODE.replace(street, ""))
    assert scene_ids(second.series) == ["ep01/sc001", "ep01/sc003"]
    assert desk.rendered == [] and desk.cuts == 1
    third = desk.make(EPISODE.replace(street, FIRST))
    assert scene_ids(third.series) == ["ep01/sc001", "ep01/sc004", "ep01/sc003"], "sc002 is never another scene"


def test_a_further_episode_leaves_the_first_as_it_is(desk):
    first = desk.make(EPISODE)
    film = desk.run.film_path(first.films["ep01"].file_sha256)
    before = film.read_bytes()
    second = desk.make(FURTHER, file="further.fountain")
    assert [episode.id for episode in second.series.episodes] == ["ep01", "ep02"]
    assert second.series.episodes[0] == first.series.episodes[0]
    assert second.films["ep01"] == first.films["ep01"] and film.read_bytes() == before
    assert desk.rendered == sorted(shot.id for shot in second.series.episodes[1].shots) and desk.cuts == 1
    bible = second.series.bible
    assert [bible.character(who) for who in ("jon", "mara")] == [first.series.bible.character(w) for w in ("jon", "mara")]
    assert bible.character("nora").voice not in [c.voice for c in first.series.bible.characters]
    assert bible.scene("ep02/sc001").place_id == first.series.bible.scene("ep01/sc001").place_id
    assert bible.scene("ep02/sc001").wardrobe["jon"] == first.series.bible.scene("ep01/sc001").wardrobe["jon"]
    assert second.series.title == first.series.title
    assert second.series.episodes[1].title == {"en": "The Second Door"}


def test_the_second_episode_can_be_edited_alone_and_both_given_at_once(desk):
    desk.make(EPISODE)
    second = desk.make(FURTHER, file="further.fountain")
    third = desk.make(FURTHER.replace("Where is she?", "Where is she now?"), file="further.fountain")
    assert third.series.episodes[0] == second.series.episodes[0]
    assert desk.rendered and all(shot.startswith("ep02/") for shot in desk.rendered)
    assert desk.make(None, "two.fountain", "further.fountain") == third and desk.rendered == []


def test_the_same_script_again_keeps_what_a_person_changed(desk):
    desk.make(EPISODE)
    changed = desk.change(edited("ep01/sc001", roll=3))
    again = desk.make(EPISODE)
    assert again == changed and desk.rendered == []


def test_a_change_survives_an_edit_elsewhere_and_in_its_own_scene(desk):
    desk.make(EPISODE)
    dark = desk.change(edited("ep01/sc001", negative_prompt="daylight"))
    elsewhere = desk.make(EPISODE.replace("Then that is that.", "Then that is that, I think."))
    assert elsewhere.series.episodes[0].scenes[:2] == dark.series.episodes[0].scenes[:2]
    within = desk.make(EPISODE.replace("You came back.", "You came back after all."))
    kitchen = within.series.episodes[0].scenes[0]
    assert {shot.negative_prompt for shot in kitchen.shots} == {"daylight"}
    assert "after all" in kitchen.lines[0].text["en"]


def test_a_scene_that_a_person_took_out_stays_out(desk):
    desk.make(EPISODE)

    def without_street(series: Series) -> Series:
        episode = series.episodes[0]
        scenes = tuple(scene for scene in episode.scenes if scene.id != "ep01/sc002")
        return series.model_copy(update={"episodes": (episode.model_copy(update={"scenes": scenes}),)})

    desk.change(without_street)
    again = desk.make(EPISODE.replace("Then that is that.", "So that is that."))
    assert scene_ids(again.series) == ["ep01/sc001", "ep01/sc003"]


def test_a_part_is_made_and_the_whole_after_it_keeps_ids_and_changes(desk):
    first = desk.make(EPISODE)
    changed = desk.change(edited("ep01/sc003", roll=1))
    part = desk.make(EPISODE, only=("ep01/sc002",))
    assert scene_ids(part.series) == ["ep01/sc002"] and desk.rendered == []
    whole = desk.make(EPISODE)
    assert scene_ids(whole.series) == scene_ids(first.series) and desk.rendered in ([], shots_of(changed, "ep01/sc003"))
    assert whole.series == changed.series


def test_settings_that_nobody_states_are_the_series_own(desk):
    first = desk.make(EPISODE, seed=7, aspect="4:3")
    second = desk.make(FURTHER, file="further.fountain")
    assert (second.series.seed, second.series.aspect) == (7, "4:3")
    assert second.films["ep01"] == first.films["ep01"]
    third = desk.make(EPISODE, seed=8)
    assert third.series.seed == 8 and desk.rendered


def test_a_profile_that_nobody_states_is_the_runs(desk):
    first = desk.make(EPISODE, profile="draft", height=90)
    second = desk.make(FURTHER, file="further.fountain")
    assert second.profile == first.profile and second.films["ep01"] == first.films["ep01"]
    third = desk.make(None, "further.fountain", profile="final")
    assert third.profile.name == "final" and third.profile.height > 90 and third.series == second.series


def test_a_title_page_names_its_episode(desk):
    desk.make("Episode: 3\n" + EPISODE)
    second = desk.make("Episode: S01E01\n" + FURTHER, file="further.fountain")
    assert [episode.id for episode in second.series.episodes] == ["ep01", "ep03"]
    assert all(shot.startswith("ep01/") for shot in desk.rendered)


def test_a_file_of_another_name_with_the_same_scenes_is_the_same_episode(desk):
    desk.make(EPISODE)
    second = desk.make(EPISODE.replace("Then that is that.", "Well."), file="two-draft-2.fountain")
    assert [episode.id for episode in second.series.episodes] == ["ep01"]


def test_a_renamed_file_of_two_episodes_is_those_episodes(desk):
    script = (Path(__file__).parents[2] / "examples" / "the_last_lamp.fountain").read_text("utf-8")
    first = desk.make(script, file="lamp.fountain")
    second = desk.make(script.replace("\nINT. ", "\nEXT. PIER - DAY\n\nThe sea is calm.\n\nINT. ", 1), file="edited.fountain")
    assert [episode.id for episode in second.series.episodes] == [episode.id for episode in first.series.episodes]
    assert len(second.series.episodes) == 2


def test_two_files_for_one_episode_are_refused(desk):
    desk.make(EPISODE)
    (desk.folder / "other.fountain").write_text("Episode: 1\n" + FURTHER)
    with pytest.raises(ScriptError, match="ep01"):
        desk.make(None, "two.fountain", "other.fountain")


def test_made_fresh_nothing_is_remembered(desk):
    first = desk.make(EPISODE)
    desk.change(edited("ep01/sc001", roll=3))
    assert desk.make(EPISODE, fresh=True) == first


def test_a_film_in_json_changes_where_its_data_does(desk):
    from tests.film.films import small_series

    data = small_series().model_dump(mode="json")
    first = desk.make(json.dumps(data), file="film.json")
    changed = desk.change(edited("ep01/sc001", negative_prompt="daylight"))
    assert desk.make(None, "film.json") == changed
    data["episodes"][0]["scenes"][0]["shots"][1]["roll"] = 1
    second = desk.make(json.dumps(data), file="film.json")
    shots = second.series.episodes[0].scenes[0].shots
    assert [shot.roll for shot in shots] == [0, 1, 0]
    assert {shot.negative_prompt for shot in shots} == {"daylight"}
    assert [shot.id for shot in shots] == [shot.id for shot in first.series.episodes[0].scenes[0].shots]


def test_a_contradiction_between_scripts_is_reported_and_the_bible_stays(desk):
    first = desk.make(EPISODE)
    second = desk.make(FURTHER.replace("JON stands", "MARA, 52, in glasses, stands"), file="further.fountain")
    age, glasses = desk.conflicts()
    assert "MARA, 52" in age and "ep01/sc001 said “MARA, 30" in age and "glasses" in glasses
    assert second.series.bible.character("mara") == first.series.bible.character("mara")
    notes = [entry["sentence"] for entry in Transcript(desk.run.transcript).entries("conflict")]
    assert age in notes
    desk.make(FURTHER.replace("JON stands", "MARA, 52, in glasses, stands"), file="further.fountain")
    assert desk.conflicts() == [], "what was said of a script is not said again"


def test_a_moved_scene_is_not_shot_again(desk):
    first = desk.make(EPISODE)
    parts = EPISODE.split("EXT. STREET - DAY")
    street, last = parts[1].split("INT. KITCHEN - DAY")
    head, kitchen = parts[0].split("INT. KITCHEN - NIGHT")
    moved = desk.make(f"{head}EXT. STREET - DAY{street}INT. KITCHEN - NIGHT{kitchen}INT. KITCHEN - DAY{last}")
    assert scene_ids(moved.series) == ["ep01/sc002", "ep01/sc001", "ep01/sc003"]
    assert desk.rendered == [] and moved.circled == first.circled and desk.cuts == 1


def test_a_persons_order_of_scenes_outlives_an_edit(desk):
    desk.make(EPISODE)

    def turned(series: Series) -> Series:
        episode = series.episodes[0]
        first, second, third = episode.scenes
        return series.model_copy(update={"episodes": (episode.model_copy(update={"scenes": (second, first, third)}),)})

    desk.change(turned)
    again = desk.make(EPISODE.replace("INT. KITCHEN - DAY", FIRST + "INT. KITCHEN - DAY"))
    assert scene_ids(again.series) == ["ep01/sc002", "ep01/sc004", "ep01/sc001", "ep01/sc003"]


def test_a_recast_person_stays_recast_in_further_episodes(desk):
    desk.make(EPISODE)

    def older(series: Series) -> Series:
        people = tuple(
            c.model_copy(update={"identity": c.identity.model_copy(update={"age": 70})}) if c.id == "jon" else c
            for c in series.bible.characters
        )
        return series.model_copy(update={"bible": series.bible.model_copy(update={"characters": people})})

    desk.change(older)
    second = desk.make(FURTHER, file="further.fountain")
    assert second.series.bible.character("jon").identity.age == 70
    assert all(shot.startswith("ep02/") for shot in desk.rendered if not shot.startswith("ep01/"))


def test_a_style_holds_for_what_comes_and_another_is_for_all(desk):
    desk.make(EPISODE)

    def drawn(series: Series) -> Series:
        styled = [edited(name, state=VisualState(styles=(StyleWeight(style="ink"),))) for name in scene_ids(series)]
        for change in styled:
            series = change(series)
        return series

    desk.change(drawn)
    second = desk.make(FURTHER, file="further.fountain")
    assert {shot.state.styles for _, _, shot in second.series.walk()} == {(StyleWeight(style="ink"),)}


def test_standing_notes_are_followed_in_new_scenes_alone(desk):
    first = desk.make(EPISODE)
    desk.change(lambda series: series.model_copy(update={"standing_notes": ("from now on make it rain",)}))
    second = desk.make(EPISODE.replace("INT. KITCHEN - NIGHT", "EXT. ROOF - DAY\n\nJon waits.\n\nINT. KITCHEN - NIGHT"))
    assert second.series.standing_notes == ("from now on make it rain",)
    assert second.series.bible.scene("ep01/sc004").weather == "rain"
    for name in ("ep01/sc001", "ep01/sc002", "ep01/sc003"):
        assert second.series.bible.scene(name) == first.series.bible.scene(name)
    assert desk.rendered == shots_of(second, "ep01/sc004")


def test_a_story_is_a_further_episode_too(desk):
    first = desk.make(EPISODE)
    told = "Tom went to the harbour. It was raining.\n\n\"Wait!\" said Lena.\n\nTom did not wait.\n"
    second = desk.make(told, file="story.txt")
    assert [episode.id for episode in second.series.episodes] == ["ep01", "ep02"]
    assert second.films["ep01"] == first.films["ep01"]
    third = desk.make(told.replace("raining", "snowing"), file="story.txt")
    assert [episode.id for episode in third.series.episodes] == ["ep01", "ep02"]


@pytest.mark.parametrize("stop", [0, 2, 5])
def test_an_edit_that_is_killed_resumes_to_the_same_film(desk, stop):
    text = EPISODE.replace("INT. KITCHEN - NIGHT", FIRST + "INT. KITCHEN - NIGHT")
    whole = Desk(desk.folder / "whole")
    whole.folder.mkdir()
    whole.make(EPISODE)
    wanted = whole.make(text)
    desk.make(EPISODE)
    with pytest.raises(KeyboardInterrupt):
        desk.make(text, stop_before=stop)
    workers = RehearsalWorkers(configuration.gates(), durable=False)
    made = session.resume(desk.run.root, hire=lambda count: workers)
    assert made.version == wanted


def test_a_script_of_two_episodes_is_edited_in_one(desk):
    both = "Title: Both\n\n# Episode 1\n\n" + EPISODE.partition("\n\n")[2] + "\n# Episode 2\n\n" + FURTHER.partition("\n\n")[2]
    first = desk.make(both)
    second = desk.make(both.replace("Where is she?", "Where is she now?"))
    assert first.series.episodes[0] == second.series.episodes[0]
    assert first.films["ep01"] == second.films["ep01"] and desk.rendered
    third = desk.make(FURTHER.replace("INT. KITCHEN", "INT. ATTIC"), file="third.fountain")
    assert [episode.id for episode in third.series.episodes] == ["ep01", "ep02", "ep03"]


def test_another_episodes_translations_do_not_touch_the_first(desk):
    first = desk.make(EPISODE)
    second = desk.make(FURTHER.replace("Where is she?", "Where is she? [[hi: वह कहाँ है?]]"), file="further.fountain")
    assert desk.cuts == 1 and second.films["ep01"] == first.films["ep01"]
    plans = {episode.id: plan_cut(second.series, episode, second.profile) for episode in second.series.episodes}
    assert plans["ep01"].tracks == ("en",) and plans["ep02"].tracks == ("en", "hi")


def test_a_part_made_first_is_part_of_the_whole_made_after(desk):
    part = desk.make(EPISODE, only=("2",))
    whole = desk.make(EPISODE)
    assert scene_ids(whole.series) == ["ep01/sc001", "ep01/sc002", "ep01/sc003"]
    assert not {*desk.rendered} & {*part.circled}


def test_an_id_of_a_version_that_was_undone_is_not_given_again(desk):
    desk.make(EPISODE)
    second = desk.make(EPISODE.replace("INT. KITCHEN - NIGHT", FIRST + "INT. KITCHEN - NIGHT"))
    versions.undo(desk.run)
    other = FIRST.replace("CELLAR", "ATTIC").replace("lights a match", "counts the beams").replace("Nobody here", "Nine")
    third = desk.make(EPISODE.replace("INT. KITCHEN - NIGHT", other + "INT. KITCHEN - NIGHT"))
    assert (scene_ids(second.series)[0], scene_ids(third.series)[0]) == ("ep01/sc004", "ep01/sc005")
    versions.undo(desk.run)
    assert desk.make(EPISODE.replace("INT. KITCHEN - NIGHT", FIRST + "INT. KITCHEN - NIGHT")) == second
    assert desk.rendered == []
