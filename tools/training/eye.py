"""The house CLIP: a small convolutional eye and a small reader, taught that a picture and its caption belong together.

Each step shows pictures of several worlds, some of each, so that place and hour and also framing and cast must be
told apart; beside the true captions stand the same ones with one fact made false. Pictures of which the very same is
true are no strangers to each other's captions. Crops of single people stand beside words for their clothes.
Source of the loss: Radford et al., "CLIP", 2021; of the false captions: Yuksekgonul et al., "NegCLIP", 2023.
"""

from __future__ import annotations

import json
import random
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from film.plan import Member, ShotPlan
from film.styles import Style
from tools.score.clip.person_crop import person_crop
from tools.score.clip.statement import outfit_words, style_of
from tools.training.captions import FACTS, TOLD, falsified, statement, worn, worn_falsely
from tools.training.draws import Split
from tools.training.lessons import Say, share_of_rate, start, teach
from tools.training.pictures import read_world
from tools.training.tokens import CONTEXT, learn_tokens

IMAGE_PX = 128
WORLDS_A_STEP, PICTURES_A_WORLD, CROPS_A_STEP = 28, 4, 40
CROPS_WEIGH = 0.35
MEAN = (0.48145466, 0.4578275, 0.40821073)
SPREAD = (0.26862954, 0.26130258, 0.27577711)
LEAST_FACE_PX, LEAST_VISIBLE = 20.0, 0.6
"""Of a face in a kept picture, for its person to be shown by themselves."""


class Seen(NamedTuple):
    """What the school has in memory: every picture small, and what is true of it."""

    pictures: np.ndarray
    """(N, px, px, 3) uint8, the whole frame squashed to a square."""
    plans: tuple[ShotPlan, ...]
    worlds: tuple[tuple[int, ...], ...]
    """Numbers of the pictures of each world."""
    crops: np.ndarray
    """(M, px, px, 3) uint8: people by themselves, from over the head to the waist."""
    wearers: tuple[Member, ...]
    """Who is in each crop."""


def load(folder: Path, split: Split) -> Seen:
    """Every picture of a split, as the model will be shown it."""
    pictures, plans, worlds, crops, wearers = [], [], [], [], []
    for path in sorted((folder / "pictures" / split).glob("*.npz")):
        first = len(plans)
        for picture in read_world(path):
            pictures.append(squashed(picture.rgb))
            plans.append(picture.plan)
            cast = {member.character_id: member for member in picture.plan.cast}
            for face in picture.faces:
                large = face.box[3] - face.box[1] >= LEAST_FACE_PX and face.visible >= LEAST_VISIBLE
                if large and face.character_id in cast:
                    crop = person_crop(picture.rgb, face.box)
                    if crop is not None:
                        crops.append(squashed(crop))
                        wearers.append(cast[face.character_id])
        worlds.append(tuple(range(first, len(plans))))
    return Seen(np.stack(pictures), tuple(plans), tuple(worlds), np.stack(crops), tuple(wearers))


def squashed(rgb: np.ndarray) -> np.ndarray:
    """(px, px, 3) uint8 of any picture, as open_clip's ``squash`` does it."""
    from PIL import Image

    small = Image.fromarray(np.ascontiguousarray(rgb)).resize((IMAGE_PX, IMAGE_PX), Image.Resampling.BICUBIC)
    return np.asarray(small)


def config(vocabulary: int) -> dict[str, Any]:
    """``open_clip_config.json`` of the house model."""
    return {
        "model_cfg": {
            "embed_dim": 192,
            "vision_cfg": {
                "timm_model_name": "regnetx_002", "timm_model_pretrained": False, "timm_pool": "avg",
                "timm_proj": "linear", "image_size": IMAGE_PX,
            },
            "text_cfg": {
                "context_length": CONTEXT, "vocab_size": vocabulary, "hf_tokenizer_name": "house", "width": 160,
                "heads": 5, "layers": 2,
            },
        },
        "preprocess_cfg": {
            "mean": list(MEAN), "std": list(SPREAD), "interpolation": "bicubic", "resize_mode": "squash",
        },
    }  # fmt: skip


def train(
    data: Path,
    out: Path,
    *,
    steps: int,
    seed: int,
    styles: Sequence[Style] = (),
    rate: float = 1.5e-3,
    say: Say = print,
) -> list[float]:
    """Teach the model and write it to ``out`` as an open_clip folder. Returns the loss of every step.

    On one thread of a CPU the same data, steps and seed give the same weights.
    """
    from tools.torch_repair import ensure_torchvision

    ensure_torchvision()
    import open_clip
    import torch
    from open_clip.model import CLIP
    from safetensors.torch import save_file

    device = start(seed)
    out.mkdir(parents=True, exist_ok=True)
    told = config(learn_tokens(out, styles))
    (out / "open_clip_config.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    tokenizer = open_clip.get_tokenizer(f"local-dir:{out}")
    model: Any = CLIP(**told["model_cfg"]).to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    model.train()
    seen = load(data, "train")
    draw = random.Random(f"eye|{seed}")
    weights = [p for p in model.parameters() if p.ndim >= 2]
    gains = [p for p in model.parameters() if p.ndim < 2]
    optimiser = torch.optim.AdamW(
        [{"params": weights, "weight_decay": 0.1}, {"params": gains, "weight_decay": 0.0}], lr=rate
    )
    batch = WORLDS_A_STEP * PICTURES_A_WORLD + CROPS_A_STEP
    say(
        f"eye: {len(seen.plans)} pictures, {len(seen.crops)} crops, {sum(p.numel() for p in model.parameters())} weights"
    )

    def one_step(step: int) -> float:
        for group in optimiser.param_groups:
            group["lr"] = rate * share_of_rate(step, steps, rise=steps // 20)
        chosen, shown = _batch(seen, draw), draw.sample(range(len(seen.crops)), min(CROPS_A_STEP, len(seen.crops)))
        texts, clothes = _texts(seen, chosen, draw), _clothes(seen, shown, draw)
        images = torch.from_numpy(_shown([*seen.pictures[chosen], *seen.crops[shown]], draw)).to(device)
        with torch.autocast(device.type, torch.bfloat16):
            image = model.encode_image(images.contiguous(memory_format=torch.channels_last), normalize=True)
            text = model.encode_text(tokenizer([*texts, *clothes]).to(device), normalize=True)
        scale = model.logit_scale.exp().clamp(max=100.0)
        image, text = image.float(), text.float()
        pictures, people = image[: len(chosen)], image[len(chosen) :]
        whole = _contrast(scale * pictures @ text[: len(texts)].T, [_true_of(seen.plans[at]) for at in chosen])
        single = _contrast(scale * people @ text[len(texts) :].T, [outfit_words(seen.wearers[at]) for at in shown])
        loss = whole + CROPS_WEIGH * single
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        return loss.item()

    losses = teach(
        "eye", {"model": model, "optimiser": optimiser}, draw, out, one_step, steps=steps, batch=batch, say=say
    )
    # Half precision keeps the file small; the model is run in single.
    state = {
        key: (v.half() if v.is_floating_point() else v).cpu().contiguous() for key, v in model.state_dict().items()
    }
    save_file(state, str(out / "open_clip_model.safetensors"))
    return losses


def _contrast(logits: Any, keys: Sequence[Hashable]) -> Any:
    """The loss of N pictures against N true texts and some false ones, both ways; equal keys are no strangers.

    Args:
        logits: (N, N + F); the last F are the false texts.
    """
    import torch

    count = len(keys)
    alike = torch.tensor([[float(a == b) for b in keys] for a in keys], device=logits.device)
    rows = alike / alike.sum(1, keepdim=True)
    to_text = -(torch.nn.functional.pad(rows, (0, logits.shape[1] - count)) * logits.log_softmax(1)).sum(1).mean()
    to_image = -(rows.T * logits[:, :count].log_softmax(0)).sum(0).mean()
    return (to_text + to_image) / 2


def _texts(seen: Seen, chosen: Sequence[int], draw: random.Random) -> list[str]:
    """A true caption of every picture, and of half of them one with a fact made false."""
    true = [statement(seen.plans[at], draw) for at in chosen]
    texts = [each.told(draw.choice(TOLD["train"])) for each in true]
    for each, at in draw.sample([*zip(true, chosen, strict=True)], len(chosen) // 2):
        texts.append(falsified(each, seen.plans[at], draw.choice(FACTS), draw).told(draw.choice(TOLD["train"])))
    return texts


def _clothes(seen: Seen, shown: Sequence[int], draw: random.Random) -> list[str]:
    """What the person of every crop wears, and then for each what they do not."""
    return [worn(seen.wearers[at], draw) for at in shown] + [worn_falsely(seen.wearers[at], draw) for at in shown]


def _batch(seen: Seen, draw: random.Random) -> list[int]:
    worlds = draw.sample(range(len(seen.worlds)), min(WORLDS_A_STEP, len(seen.worlds)))
    return [
        at for world in worlds for at in draw.sample(seen.worlds[world], min(PICTURES_A_WORLD, len(seen.worlds[world])))
    ]


def _true_of(plan: ShotPlan) -> Hashable:
    """Everything that a caption says of a picture."""
    return (
        plan.place.set, plan.time_of_day, plan.weather, plan.state.camera.size, style_of(plan),
        tuple(sorted(member.identity.face_seed for member in plan.cast)),
    )  # fmt: skip


def _shown(pictures: Sequence[np.ndarray], draw: random.Random) -> np.ndarray:
    """(N, 3, px, px) float32: mirrored, trimmed, brighter or darker by a little, and normalised."""
    import cv2

    rows = []
    for picture in pictures:
        if draw.random() < 0.5:
            picture = picture[:, ::-1]
        trim = [draw.randrange(0, 6) for _ in range(4)]
        picture = picture[trim[0] : IMAGE_PX - trim[1], trim[2] : IMAGE_PX - trim[3]]
        picture = cv2.resize(np.ascontiguousarray(picture), (IMAGE_PX, IMAGE_PX), interpolation=cv2.INTER_LINEAR)
        rows.append(np.clip(picture.astype(np.float32) * draw.uniform(0.93, 1.07) + draw.uniform(-5, 5), 0, 255))
    batch = (np.stack(rows) / 255.0 - np.array(MEAN, np.float32)) / np.array(SPREAD, np.float32)
    return np.ascontiguousarray(batch.transpose(0, 3, 1, 2), np.float32)
