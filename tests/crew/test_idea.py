"""A screenplay from one line: every step validated, repaired with the error quoted, and never made up by house rules."""

from __future__ import annotations

import pytest

from crew.answers.idea import OutlineAnswer, PeopleAnswer, SceneText
from crew.dividing import STORY_SO_FAR
from crew.idea import Unwritten, seconds_of_screenplay, write_screenplay
from crew.idea_checks import check_outline, check_people, check_scene, seconds_of
from crew.minds.scripted import ScriptedMind
from crew.prompt_budget import REPAIR_TOKENS, question_tokens
from crew.screenwriter import cast_of
from film.errors import MindError
from film.screenplay import Action
from prompts import system_prompt
from tests.fakes.writing_mind import WritingMind, told

IDEA = "A keeper and her lamp"


def written(mind, minutes=3.0, language="en", **more):
    return write_screenplay(mind, IDEA, {}, minutes=minutes, language=language, **more)


@pytest.mark.parametrize(("language", "names"), [("en", ("MARA", "ELI")), ("hi", ("मीरा", "राजू"))])
@pytest.mark.parametrize("minutes", [0.5, 3, 20])
def test_it_has_its_people_its_language_and_its_length(language, names, minutes):
    screenplay = written(WritingMind(), minutes, language)
    assert set(cast_of(screenplay)) == set(names)
    assert {line.language for line in screenplay.lines} == {language}
    assert 0.5 * minutes * 60 <= seconds_of_screenplay(screenplay) <= minutes * 60
    assert all(scene.dialogue and scene.heading.place and scene.heading.time for scene in screenplay.scenes)


def test_everybody_is_introduced_once_where_they_first_appear():
    actions = [e.text for scene in written(WritingMind()).scenes for e in scene.elements if isinstance(e, Action)]
    assert actions[:2] == ["MARA (60), a keeper in a navy coat, grey hair in a bun.", "ELI (31), her son, bearded, in a red shirt."]
    assert sum("navy coat" in text for text in actions) == 1


def test_questions_stay_small_however_long_the_film_and_grow_with_its_scenes():
    long, short = WritingMind(), WritingMind()
    scenes = written(long, 120, "hi").scenes
    written(short, 60, "hi")
    longest = max(question_tokens(system_prompt("screenwriter"), prompt) for prompt in long.prompts)
    assert longest <= long.prompt_tokens - REPAIR_TOKENS
    assert len(scenes) == 160 and len(long.prompts) == 2 + 32 + 160
    assert len(long.prompts) - 2 == 2 * (len(short.prompts) - 2)


def test_a_scene_is_told_the_story_so_far_and_the_last_words():
    mind = WritingMind()
    written(mind, 60)
    first, *_, last = (prompt for prompt in mind.prompts if "Write this one scene" in prompt)
    assert told(first, "story_so_far") == "" == told(first, "ended")
    assert told(last, "story_so_far").startswith("… ") and len(told(last, "story_so_far")) <= STORY_SO_FAR + 2
    assert "number 79 " in told(last, "story_so_far") and told(last, "ended").startswith("The boat leaves")


SPOILT = [
    ("Name the people", {"people": [{"name": "Mara", "age": 60, "look": "a keeper"}, {"name": "MARA", "age": 6, "look": "a girl"}]}, "too like"),
    ("Name the people", {"people": [{"name": "@Mara!", "age": 60, "look": "a keeper"}]}, "letters only"),
    ("Name the people", {"people": [{"name": "Narrator", "age": 60, "look": "a voice"}]}, "word of the script's form"),
    ("Name the people", {"people": [{"name": "मीरा", "age": 25, "look": "लाल साड़ी में"}]}, "written in English"),
    ("Outline the next", {"scenes": []}, "at least 1 item"),
    ("Outline the next", {"scenes": [{"setting": "INT", "place": "room", "time": "LATER", "who": ["mara"], "synopsis": "She waits there."}]}, "'DAWN'"),
    ("Write this one", {"elements": [{"kind": "dialogue", "who": "zoe", "text": "Hello."}]}, "'eli', 'mara'"),
    ("Write this one", {"elements": [{"kind": "action", "text": "ZOE (20), a dancer, comes in."}]}, "brings in ['ZOE']"),
    ("Write this one", {"elements": [{"kind": "action", "text": "INT. KITCHEN - DAY"}]}, "scene heading"),
    ("Write this one", {"elements": [{"kind": "action", "text": "She waits."}]}, "add about"),
    ("Write this one", {"elements": [{"kind": "action", "text": f"She waits and waits for hour {n}."} for n in range(50)]}, "leave out about"),
    ("Write this one", {"elements": [{"kind": "dialogue", "who": "mara", "text": "वह कहाँ है?"}]}, "written in English"),
    ("Write this one", {"elements": [{"kind": "dialogue", "who": "mara", "text": "Wait [[note]] here."}]}, "plain words"),
    ("Write this one", "I would rather talk about lamps.", "no JSON object"),
]  # fmt: skip


@pytest.mark.parametrize(("step", "answer", "quoted"), SPOILT, ids=[f"{s}-{q}" for s, _, q in SPOILT])
def test_a_wrong_answer_is_asked_again_with_the_error_quoted(step, answer, quoted):
    spoilt: list[int] = []

    def change(number, prompt, good):
        if step in prompt and not spoilt:
            spoilt.append(number)
            return answer
        return good

    mind = WritingMind(change)
    written(mind)
    repair = mind.prompts[spoilt[0] + 1]
    assert step in repair and quoted in repair
    assert len(mind.prompts) == len(set(mind.prompts)) and not any("cannot be used" in p for p in mind.prompts[spoilt[0] + 2 :])


def test_three_wrong_answers_end_it_with_a_sentence_and_another_draft_asks_anew():
    mind = WritingMind(lambda number, prompt, good: {"elements": []} if "Write this one" in prompt else good)
    with pytest.raises(Unwritten, match="scene 1 could not be written") as ended:
        written(mind)
    assert ended.value.subject == "scene 1"
    again = WritingMind()
    written(again, drafts={"scene 1": 1})
    scenes = [prompt for prompt in again.prompts if "Write this one" in prompt]
    assert [told(prompt, "draft") for prompt in scenes[:2]] == [2, 1]


def test_a_mind_that_cannot_be_reached_is_what_the_person_is_told():
    with pytest.raises(Unwritten, match="the logline could not be written: the server is down"):
        written(ScriptedMind(MindError("the server is down")))


def test_answers_are_kept_and_nothing_is_asked_twice():
    first, second, transcript = WritingMind(), WritingMind(), {}
    one = write_screenplay(first, IDEA, transcript, minutes=3, language="en")
    two = write_screenplay(second, IDEA, transcript, minutes=3, language="en")
    assert one == two and first.prompts and not second.prompts


def test_the_checks_hold_on_their_own():
    two = {"name": "Anna", "age": 20, "look": "a girl"}, {"name": "Anna Lee", "age": 30, "look": "a woman"}
    assert "too like" in check_people(PeopleAnswer.model_validate({"people": two}), "en", 2)[0]
    assert "at most 1" in check_people(PeopleAnswer.model_validate({"people": [two[0], {**two[0], "name": "Ben"}]}), "en", 1)[0]
    scene = {"setting": "INT", "place": "room", "time": "DAY", "who": ["mara"], "synopsis": "She finds the door open."}
    told_before = OutlineAnswer.model_validate({"scenes": [scene]})
    assert "told" in check_outline(told_before, ["mara"], 1, ["She finds the door open!"], "en")[0]
    for place in ("room - night", "INT. room", "...", "12. kitchen"):
        wrong = OutlineAnswer.model_validate({"scenes": [{**scene, "place": place}]})
        assert "place" in check_outline(wrong, ["mara"], 1, [], "en")[0]
    spoken = {"kind": "dialogue", "who": "mara", "text": "(softly) Who is there now?"}
    assert "goes into how" in check_scene(SceneText.model_validate({"elements": [spoken]}), {"mara": "Mara"}, {"mara"}, 4, 8, "en")[0]


@pytest.mark.parametrize("minutes", [0.5, 1, 2, 5, 17, 60])
@pytest.mark.parametrize("greed", [0.7, 1.0, 1.18], ids=("terse", "exact", "long"))
def test_however_long_its_scenes_are_written_the_film_stays_within_its_minutes(minutes, greed):
    def change(number, prompt, good):
        if "Write this one" not in prompt:
            return good
        seconds = told(prompt, "seconds")
        ids = [each["id"] for each in told(prompt, "people")]
        elements: list[dict] = [{"kind": "action", "text": "Mara pours oil into the lamp."}]
        while True:
            line = {"kind": "dialogue", "who": ids[0], "text": f"I have seen storm number {len(elements)} before."}
            if seconds_of([e["text"] for e in (*elements[1:], line)], [elements[0]["text"]]) > greed * seconds:
                return {"elements": elements}
            elements.append(line)

    screenplay = written(WritingMind(change), minutes)
    assert 0.3 * minutes * 60 <= seconds_of_screenplay(screenplay) <= minutes * 60
