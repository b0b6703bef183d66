"""The model card: what the house scorers are, what they learned from, and how good they are on what they never saw."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from film.errors import SetupError
from tools.score.face.models import DETECTION_THRESHOLD

MOST_BYTES = 25_000_000
"""All models together, tokenizer included."""


def card(out: Path) -> str:
    """``CARD.md`` in Markdown, from ``out``/marks.json and ``out``/recipe.json alone: the same files give the same card.

    Raises:
        SetupError: one of them is missing or lacks something.
    """
    try:
        marks, recipe = (json.loads((out / name).read_text("utf-8")) for name in ("marks.json", "recipe.json"))
        return "\n".join(_lines(marks, recipe))
    except (OSError, ValueError, KeyError) as error:
        raise SetupError(
            f"{out} holds no whole record of its scorers ({error}); run: python -m tools.training evaluate"
        ) from error


def _lines(marks: dict[str, Any], recipe: dict[str, Any]) -> list[str]:
    data, clip, faces = recipe["data"], marks["clip"], marks["faces"]
    train, held = data["train"], data["held"]
    total = sum(entry["bytes"] for entry in recipe["files"].values())
    lessons = [name for name in ("eye", "detector", "recogniser") if name in recipe]
    spent = sum(recipe[name]["cpu_s"] for name in lessons) + (data["cpu_s"] or 0)
    return [
        "# House scorers",
        "",
        "A small CLIP, a face detector and a face recogniser for pictures of this project's own stage. They let every film",
        "be judged by what its pictures show, on any machine, with nothing downloaded. open_clip and insightface load them",
        "by the same code as anyone's models.",
        "",
        "**Valid on pictures of the stage only.** On photographs, on other engines' pictures and on real people their",
        "figures mean nothing: give `--clip-model` and `--face-pack` there.",
        "",
        "| Model | File | Reads | Gives |",
        "| - | - | - | - |",
        "| CLIP | `clip/open_clip_model.safetensors` | a frame squashed to a square; up to 72 tokens of English | 192 numbers |",
        "| Detector | `faces/det_house.onnx` | any input with sides in multiples of 32 px; faces of 12 to 230 px | boxes, five landmarks |",
        "| Recogniser | `faces/rec_house.onnx` | an aligned face, 112 px | 128 numbers |",
        "",
        f"All files together: {total / 1e6:.1f} MB. Licence: the project's own (Apache-2.0), for weights and pictures alike.",
        "",
        "## Data",
        "",
        "Every picture was rendered by the stage from plans drawn from a number; nobody in them exists, and nothing was",
        "downloaded, scraped or annotated by hand. Truth (boxes, landmarks, what hides what) comes from the renderer's masks.",
        "",
        "| | Worlds | Pictures 640 x 360 | People in portraits | Portraits 112 x 112 |",
        "| - | - | - | - | - |",
        _row("learned from", train),
        _row("held out", held),
        "",
        "Held out means: place seeds, dressings, face seeds and outfits that no training world has (even seeds for training,",
        "odd ones for what is held out), and sentences put together in ways never trained on.",
        "",
        "## Recipe",
        "",
        "`python -m tools.training all`. One thread each; the same seed gives the same bytes on one machine and build.",
        "",
        "| Lesson | Steps | Seed | CPU minutes | On | torch |",
        "| - | - | - | - | - | - |",
        *(
            f"| {name} | {recipe[name]['steps']} | {recipe[name]['seed']} | {recipe[name]['cpu_s'] / 60:.0f} "
            f"| {recipe[name]['device']} | {recipe[name]['torch']} |"
            for name in lessons
        ),
        *([f"| pictures | | | {data['cpu_s'] / 60:.0f} | | |"] if data["cpu_s"] else []),
        "",
        *(f"{name}: {recipe[name]['note']}." for name in lessons if "note" in recipe[name]),
        f"Together {spent / 3600:.1f} CPU-core-hours. Losses: CLIP's with false captions beside the true ones (NegCLIP); FCOS",
        "with focal loss and generalised IoU; CosFace.",
        "",
        "## Held-out figures",
        "",
        f"CLIP, on {clip['pictures']} pictures of {clip['worlds']} held-out worlds, in held-out wordings:",
        "",
        "| Figure | Value |",
        "| - | - |",
        f"| `clip_top1`: the picture's own among {clip['choices']} distinct captions, mean of many draws | {clip['clip_top1']:.3f} |",
        *(
            f"| {key.removeprefix('pairwise_').replace('_', ', ')}: the truth beats the same with this fact false | {value:.3f} |"
            for key, value in sorted(clip.items())
            if key.startswith("pairwise_")
        ),
        "",
        "`clear` leaves out neighbouring sizes and hours that nobody would tell apart, as the gates do.",
        "",
        f"Detector, on {faces['pictures']} held-out pictures, in frames {faces['input_width']} px wide, fed pixel for pixel:",
        "",
        "| Figure | Value |",
        "| - | - |",
        f"| `face_recall`: faces of 16 px or more that were found ({faces['faces_asked']} faces) | {faces['face_recall']:.3f} |",
        f"| of 32 px or more | {faces['face_recall_from_32_px']:.3f} |",
        f"| false faces in a picture | {faces['false_faces_a_picture']:.3f} |",
        f"| landmarks' distance over the face's height, median | {faces['landmark_error']:.3f} |",
        "",
        "A face is to be found when it is turned at most 80 degrees off the lens, at least 55 % of the head is unhidden and",
        "at least 60 % of its box is in the picture. It is found when a detection overlaps it by 0.4 or more at score",
        f"{DETECTION_THRESHOLD}, where takes are judged; a weak find counts there only when it is alike to one of the cast.",
        "A find on the back of a head, or twice on one face, is false.",
        "",
        f"Recogniser, on {faces['faces']} faces; {faces['identities']} unseen people at 45 degrees or less and 64 px or more:",
        "",
        "| Figure | Value | Genuine pairs | Impostor pairs |",
        "| - | - | - | - |",
        f"| `face_eer`: equal error rate at 45 degrees or less and 64 px or more | {faces['face_eer']:.4f} "
        f"| {faces['face_eer_pairs'][0]} | {faces['face_eer_pairs'][1]} |",
        f"| with one of the two beyond 45 degrees | {faces['face_eer_beyond_45']:.4f} "
        f"| {faces['face_eer_beyond_45_pairs'][0]} | {faces['face_eer_beyond_45_pairs'][1]} |",
        f"| every size and side | {faces['face_eer_every_size_and_side']:.4f} | | |",
        "",
        "## Limits",
        "",
        "- English only; facts that the stage can show: place, hour, weather, shot size, number of people, hair, clothes, style.",
        "- Faces of the stage differ more from each other than people's do: no figure here says anything about real faces.",
        f"- They hold for stage {marks['stage']['version']}. When the stage draws otherwise, a test says so; the command above remakes them.",
        "",
    ]


def _row(name: str, facts: dict[str, Any]) -> str:
    return f"| {name} | {facts['worlds']} | {facts['pictures']} | {facts['people']} | {facts['portraits']} |"
