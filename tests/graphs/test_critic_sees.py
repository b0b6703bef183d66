"""The Critic with eyes: one veto with a reason, never a pass, and how far it agrees with the gates is told."""

from __future__ import annotations

import pytest

from configs import settings as configuration
from configs.settings import Settings
from crew.minds.choose import Chosen
from crew.minds.mind import Reply
from crew.minds.mixed import MixedMind
from crew.minds.scripted import ScriptedMind
from crew.minds.understudy import Understudy
from film.errors import MindError, RenderError
from graphs import playing, session
from graphs.rehearsal import RehearsalWorkers
from tools.run.explain import agreement, explain, in_words, status_of
from tools.run.transcript import Transcript

SCRIPT = "Title: One\n\nINT. KITCHEN - NIGHT\n\nMARA, 30, in a red coat, waits by the window.\n"
GOOD = {"shows": True, "faults": [], "reason": "Mara waits by the window."}
BAD = {"shows": False, "faults": ["missing_person"], "reason": "Nobody is at the window."}
SEED = {"kind": "seed", "reason": "Bad luck."}


class Watcher:
    """Looks with ``looks`` in turn (the last again and again), and diagnoses by another seed or a size."""

    name, sees = "watcher", True

    def __init__(self, *looks):
        self.looks = list(looks)
        self.asked: list[tuple[str, tuple[bytes, ...], str]] = []

    def think(self, system, prompt, schema, *, images=(), seed) -> Reply:
        self.asked.append((schema["title"], tuple(images), prompt))
        if schema["title"] == "LookAnswer":
            answer = self.looks.pop(0) if len(self.looks) > 1 else self.looks[0]
            return ScriptedMind(answer).think(system, prompt, schema, seed=seed)
        raise MindError("asks the understudy")

    @property
    def looked(self) -> int:
        return sum(title == "LookAnswer" for title, _, _ in self.asked)


class Workers(RehearsalWorkers):
    """Knows which frames were wanted; ``unreadable`` frames cannot be decoded."""

    unreadable = False

    def __init__(self, passes=lambda shot_id, attempt: True):
        super().__init__(configuration.gates(), passes, durable=False)
        self.frames: list[str] = []

    def _frames(self, folder, job):
        self.frames.append(job["part"])
        if self.unreadable:
            raise RenderError("clip.mp4 cannot be decoded")
        return self._still(folder, job)


@pytest.fixture
def made(tmp_path, monkeypatch):
    """A film of one shot with a Critic of its own; the others are the understudy."""
    (script := tmp_path / "one.fountain").write_text(SCRIPT)

    def make(critic, workers=None, runs="runs"):
        mind = MixedMind(Understudy(), {"critic": critic})
        monkeypatch.setattr(playing, "chosen", lambda *_, **__: Chosen(mind, "", "scripted"))
        workers = workers or Workers()
        settings = Settings(mind="scripted", engine="rehearsal", only=("1",))
        return session.make(settings, [script], runs=tmp_path / runs, hire=lambda count: workers), workers

    return make


def takes_of(outcome, shot):
    return [take["attempt"] for take in explain(outcome.folder, shot)["takes"]]


def test_a_take_that_it_agrees_with_is_circled_at_once(made):
    critic = Watcher(GOOD)
    outcome, workers = made(critic)
    shots = list(outcome.version.circled)
    assert critic.looked == len(shots) == workers.frames.count("clip") and set(workers.frames) == {"clip"}
    assert all(images and "MARA" in prompt.upper() for _, images, prompt in critic.asked)
    assert all(takes_of(outcome, shot) == [1] for shot in shots)
    assert status_of(outcome.folder)["critic_agreement"] == {"looked": len(shots), "agreed": len(shots), "share": 1.0, "vetoes": 0}


def test_its_veto_counts_once_and_with_its_reason(made):
    critic = Watcher(BAD)
    outcome, _ = made(critic)
    for shot, circled in outcome.version.circled.items():
        report = explain(outcome.folder, shot)
        assert takes_of(outcome, shot) == [1, 2] and not circled.held
        assert report["takes"][1]["stands"], "the second take passed too: its word is not asked twice"
        assert [take["looks"][0]["vetoes"] for take in report["takes"]] == [True, False]
        words = in_words(report)
        assert "the Critic looked and sent it back: missing_person: Nobody is at the window." in words
        assert "the Critic looked and does not agree" in words
    diagnosed = [prompt for title, _, prompt in critic.asked if title == "RemedyAnswer"]
    assert diagnosed and all("Nobody is at the window." in prompt for prompt in diagnosed)
    count = len(outcome.version.circled)
    assert status_of(outcome.folder)["critic_agreement"] == {"looked": 2 * count, "agreed": 0, "share": 0.0, "vetoes": count}


def test_it_never_passes_a_take_that_failed(made):
    outcome, _ = made(Watcher(GOOD), Workers(lambda shot_id, attempt: attempt >= 3))
    for shot, circled in outcome.version.circled.items():
        assert takes_of(outcome, shot) == [1, 2, 3] and not circled.held
    told = agreement(Transcript(outcome.folder.transcript))
    assert told is not None and told["agreed"] * 3 == told["looked"] and told["vetoes"] == 0


@pytest.mark.parametrize("word", [GOOD, BAD], ids=("shows", "does not show"))
def test_nothing_it_says_passes_a_shot_whose_takes_all_fail(made, word):
    outcome, _ = made(Watcher(word), Workers(lambda shot_id, attempt: False))
    assert all(circled.held for circled in outcome.version.circled.values())


def test_a_veto_on_the_last_take_is_ignored(made):
    limit = configuration.profile(Settings()).takes
    outcome, _ = made(Watcher(BAD), Workers(lambda shot_id, attempt: attempt == limit))
    for shot, circled in outcome.version.circled.items():
        assert takes_of(outcome, shot)[-1] == limit and not circled.held
        assert explain(outcome.folder, shot)["takes"][-1]["stands"]
    told = agreement(Transcript(outcome.folder.transcript))
    assert told is not None and told["vetoes"] == 0


def test_a_vetoed_take_stands_when_no_later_one_passes(made):
    outcome, _ = made(Watcher(BAD), Workers(lambda shot_id, attempt: attempt == 1))
    for shot, circled in outcome.version.circled.items():
        report = explain(outcome.folder, shot)
        assert not circled.held and report["takes"][0]["stands"] and "sent it back" in circled.why


def test_a_mind_without_eyes_is_never_asked_to_look(made):
    critic = Watcher(BAD)
    critic.sees = False
    outcome, workers = made(critic)
    assert critic.asked == [] and workers.frames == []
    assert status_of(outcome.folder)["critic_agreement"] is None


@pytest.mark.parametrize(
    "answer",
    ["I see a nice picture.", {**BAD, "shows": True}, {**BAD, "faults": []}, {**BAD, "faults": ["ugly"]}, {**BAD, "reason": ""}, MindError("gone")],
    ids=("chatter", "both", "no fault", "unknown fault", "no reason", "server gone"),
)
def test_an_unusable_answer_is_no_look(made, answer):
    critic = Watcher(answer)
    outcome, _ = made(critic)
    assert all(takes_of(outcome, shot) == [1] for shot in outcome.version.circled)
    assert status_of(outcome.folder)["critic_agreement"] is None


def test_frames_that_cannot_be_read_stop_nothing(made):
    workers = Workers()
    workers.unreadable = True
    critic = Watcher(BAD)
    outcome, _ = made(critic, workers)
    assert critic.asked == [] and all(not circled.held for circled in outcome.version.circled.values())
    assert [entry["error"] for entry in Transcript(outcome.folder.transcript).entries("unseen")]


def test_a_look_is_not_asked_for_twice(made):
    first, again = Watcher(BAD), Watcher(BAD)
    before, _ = made(first)
    after, _ = made(again)
    assert first.looked and again.asked == [] and after.version == before.version


def test_a_failing_takes_remedy_is_chosen_with_the_pictures(made):
    critic = Watcher(GOOD)
    made(critic, Workers(lambda shot_id, attempt: attempt >= 2))
    shown = [images for title, images, _ in critic.asked if title == "RemedyAnswer"]
    assert shown and all(images for images in shown)
