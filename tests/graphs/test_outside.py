"""One film through every outside interface at once: diffusers pipelines, an Ollama server, CLIP, faces, Whisper.

The models are tiny and random: what they draw means nothing, so the pictures are bad and honest takes
are held. What is proved is the path: nothing in crew or graphs knows which engine or mind it has.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from configs import settings as configuration
from configs.settings import Settings
from film.take import Slate
from graphs import session
from tests.fakes import tiny_models
from tests.fakes.fake_ollama import FakeOllama
from tools.cut.decode import probe
from tools.run import takes
from tools.run.transcript import Transcript

pytestmark = pytest.mark.film

SCRIPT = """Title: Static

INT. ROOM - NIGHT

MARA, 30, in a red coat, waits.

MARA
You came back.
"""


@pytest.fixture(scope="module")
def models(tmp_path_factory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("models")
    return {
        "sdxl": tiny_models.sdxl(root / "sdxl"),
        "svd": tiny_models.svd(root / "svd"),
        "clip": tiny_models.open_clip_folder(root / "clip"),
        "faces": tiny_models.face_pack(root / "faces"),
        "whisper": tiny_models.whisper(root / "whisper"),
    }


def test_a_film_through_diffusers_and_ollama(models, tmp_path, monkeypatch):
    profile = configuration.profile
    monkeypatch.setattr(
        configuration, "profile", lambda settings: profile(settings).model_copy(update={"takes": 1})
    )
    script = tmp_path / "static.fountain"
    script.write_text(SCRIPT)
    with FakeOllama() as server:
        settings = Settings(
            mind="ollama:qwen3:8b", ollama_host=server.url, workers=1, profile="draft", height=90, fps=12,
            engine=f"diffusers:sdxl={models['sdxl']},svd={models['svd']},steps=2,clip_steps=2,frames=4", max_shot_s=2.0,
            clip_model=str(models["clip"]), face_pack=str(models["faces"]), whisper=str(models["whisper"]),
        )  # fmt: skip
        made = session.make(settings, [script], runs=tmp_path / "runs")
        asked = len(server.requests)
        again = session.make(settings, [script], runs=tmp_path / "runs")
        chats = [request for path, request in server.requests[asked:] if path == "/api/chat" and request["messages"]]
    assert made.version is not None and made.version.films
    facts = probe(made.folder.out / "ep01.mp4")
    assert (facts.width, facts.height) == (160, 90)
    assert facts.frames == made.version.films["ep01"].frames

    transcript = Transcript(made.folder.transcript)
    assert {decision.mind.split(":")[0] for decision in transcript.values()} & {"ollama", "understudy"}
    raw = [attempt for decision in transcript.values() for attempt in decision.attempts]
    assert any(attempt.mind.startswith("ollama:qwen3:8b@") for attempt in raw)

    shot_id, circled = next(iter(made.version.circled.items()))
    slate: Slate = takes.read_slate(made.folder.takes / shot_id / circled.take)
    assert slate.engine.startswith("diffusers") and slate.prompt and set(slate.models)
    scored = {score["measure"] for e in transcript.entries("verdict") for score in e["findings"] if score["value"] is not None}
    assert {"clip_text", "frame_count", "frozen"} <= scored

    assert again.version == made.version and again.rendered == 0 and chats == []
