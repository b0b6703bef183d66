"""The house face recogniser: a small network that turns an aligned face into a direction, near for one person's faces.

It learns from portraits and from the faces of the worlds' pictures, each person a class of their own.
Plain convolutions: on one core they learn four times as many faces a second as depthwise ones of as many weights.
Source: Deng et al., "ArcFace", 2019 (the alignment and the residual shape); Wang et al., "CosFace", 2018 (the loss).
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from film.errors import RenderError
from tools.training.draws import Split
from tools.training.lessons import Say, share_of_rate, start, teach
from tools.training.pictures import Face, read_world
from tools.training.portraits import CROP_PX, aligned, read_block

FILE = "rec_house.onnx"
DIMENSIONS = 128
SCALE, MARGIN = 32.0, 0.3
MARGIN_WHOLE_AT = 0.4
"""Share of the steps after which the margin is whole: a whole one from the first step lets nothing be learned."""
BATCH, RATE, DECAY = 64, 3e-3, 1e-2
LEAST_TALL_PX, LEAST_VISIBLE, MOST_FACING_DEG = 28.0, 0.8, 85.0
"""Faces of the worlds' pictures that are shown: in the pixels of the kept picture."""
LEAST_OF_A_PERSON = 2
_COARSE_PX = (24, 96)


class Faces(NamedTuple):
    """Aligned faces of a split and whose they are. N faces."""

    crops: np.ndarray
    """(N, 112, 112, 3) uint8 RGB."""
    people: np.ndarray
    """(N,) int64: who; portraits' people from 0 up, the worlds' from -1 down."""
    facing_deg: np.ndarray
    """(N,) float32: 0 looks into the lens."""
    face_px: np.ndarray
    """(N,) float32: height of the face where it was cut from."""


def load(folder: Path, split: Split) -> Faces:
    """The faces of every portrait and every picture of a split.

    Raises:
        RenderError: a file is torn, or there are no portraits.
    """
    blocks = [read_block(path) for path in sorted((folder / "portraits" / split).glob("*.npz"))]
    if not blocks:
        raise RenderError(
            f"{folder / 'portraits' / split} holds no portraits; make them: python -m tools.training data"
        )
    parts = [Faces(*block) for block in blocks]
    parts += [cut for path in sorted((folder / "pictures" / split).glob("*.npz")) if (cut := faces_of_world(path))]
    return Faces(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def faces_of_world(path: Path) -> Faces | None:
    """The clear faces of one world's pictures, aligned; None when it shows none.

    Raises:
        RenderError: the file is torn.
    """
    crops, people, facing, tall = [], [], [], []
    for picture in read_world(path):
        seeds = {member.character_id: member.identity.face_seed for member in picture.plan.cast}
        for face in picture.faces:
            if face.character_id in seeds and is_clear(face):
                crops.append(aligned(picture.rgb, np.array(face.landmarks, np.float32)))
                people.append(-1 - seeds[face.character_id])
                facing.append(face.facing_deg)
                tall.append(face.box[3] - face.box[1])
    if not crops:
        return None
    return Faces(np.stack(crops), np.array(people, np.int64), np.array(facing, np.float32), np.array(tall, np.float32))


def is_clear(face: Face) -> bool:
    """True for a face that says who it is: tall enough, hardly hidden, not turned away."""
    tall = face.box[3] - face.box[1]
    return tall >= LEAST_TALL_PX and face.visible >= LEAST_VISIBLE and face.facing_deg <= MOST_FACING_DEG


def train(
    data: Path, out: Path, *, steps: int, seed: int, batch: int = BATCH, rate: float = RATE, say: Say = print
) -> list[float]:
    """Teach the recogniser and write ``out``/rec_house.onnx. Returns the loss of every step.

    On one thread of a CPU the same data, steps and seed give the same bytes.

    Raises:
        RenderError: no data, torn data, or a loss that is no number.
    """
    import torch
    from torch.nn import functional

    device = start(seed)
    crops, classes, count = _classes(load(data, "train"))
    net = _network().to(device)
    centres = torch.nn.Linear(DIMENSIONS, count, bias=False).to(device)
    optimiser = torch.optim.AdamW(
        [{"params": net.parameters(), "weight_decay": DECAY}, {"params": centres.parameters(), "weight_decay": 0.0}],
        lr=rate,
    )
    draw = random.Random(f"recogniser|{seed}")
    net.train()
    say(
        f"recogniser: {len(crops)} faces of {count} people, {sum(p.numel() for p in net.parameters())} weights, on {device}"
    )

    def one_step(step: int) -> float:
        for group in optimiser.param_groups:
            group["lr"] = rate * share_of_rate(step, steps)
        chosen = [draw.randrange(len(crops)) for _ in range(batch)]
        images = torch.from_numpy(np.stack([_blob(_jittered(crops[at], draw)) for at in chosen])).to(device)
        with torch.autocast(device.type, torch.bfloat16):
            vectors = net(images.contiguous(memory_format=torch.channels_last))
        near = functional.normalize(vectors.float()) @ functional.normalize(centres.weight).T
        label = torch.from_numpy(classes[chosen]).to(device)
        margin = MARGIN * min(1.0, step / (MARGIN_WHOLE_AT * steps + 1))
        loss = functional.cross_entropy(SCALE * (near - margin * functional.one_hot(label, count)), label)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        return float(loss.item())

    losses = teach(
        "recogniser", {"net": net, "centres": centres, "optimiser": optimiser}, draw, out, one_step,
        steps=steps, batch=batch, say=say,
    )  # fmt: skip
    write_onnx(net.cpu(), out / FILE)
    return losses


def write_onnx(net: Any, path: Path) -> None:
    """One square input of 112 pixels, one output: insightface takes it for a recogniser by that."""
    import torch

    path.parent.mkdir(parents=True, exist_ok=True)
    net.eval()
    torch.onnx.export(
        net, (torch.zeros(1, 3, CROP_PX, CROP_PX),), str(path), input_names=["input"], output_names=["embedding"],
        dynamic_axes={"input": {0: "faces"}, "embedding": {0: "faces"}}, opset_version=17, dynamo=False,
    )  # fmt: skip


def _classes(faces: Faces) -> tuple[np.ndarray, np.ndarray, int]:
    """(crops, class of each, number of classes) of the people who are seen more than once."""
    _, inverse, times = np.unique(faces.people, return_inverse=True, return_counts=True)
    kept = times[inverse] >= LEAST_OF_A_PERSON
    names, classes = np.unique(faces.people[kept], return_inverse=True)
    return faces.crops[kept], classes, len(names)


def _network() -> Any:
    import torch
    from torch import nn

    def convolution(inner: int, outer: int, px: int, stride: int) -> nn.Sequential:
        return nn.Sequential(
            nn.Conv2d(inner, outer, px, stride, px // 2, bias=False), nn.BatchNorm2d(outer), nn.PReLU(outer)
        )

    class Unit(nn.Module):
        """Two convolutions and a way round them."""

        def __init__(self, inner: int, outer: int, stride: int) -> None:
            super().__init__()
            self.body = nn.Sequential(
                convolution(inner, outer, 3, stride),
                nn.Conv2d(outer, outer, 3, 1, 1, bias=False),
                nn.BatchNorm2d(outer),
            )
            around = [nn.AvgPool2d(2)] if stride == 2 else []
            if inner != outer:
                around += [nn.Conv2d(inner, outer, 1, bias=False), nn.BatchNorm2d(outer)]
            self.around = nn.Sequential(*around)
            self.bend = nn.PReLU(outer)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.bend(self.body(x) + self.around(x))

    return nn.Sequential(
        # Every crop at one exposure, its colours kept: faces by night are dim, not other people's.
        nn.GroupNorm(1, 3, affine=False),
        convolution(3, 16, 3, 2), convolution(16, 32, 3, 2),
        Unit(32, 32, 1), Unit(32, 64, 2), Unit(64, 64, 1), Unit(64, 128, 2),
        convolution(128, 256, 1, 1),
        nn.Conv2d(256, 256, 7, groups=256, bias=False), nn.BatchNorm2d(256),
        nn.Flatten(), nn.Linear(256, DIMENSIONS, bias=False), nn.BatchNorm1d(DIMENSIONS),
    ).to(memory_format=torch.channels_last)  # type: ignore[call-overload] # fmt: skip


def _blob(rgb: np.ndarray) -> np.ndarray:
    """As insightface feeds it: RGB, (x - 127.5) / 127.5."""
    return ((rgb.astype(np.float32) - 127.5) / 127.5).transpose(2, 0, 1)


def _jittered(crop: np.ndarray, draw: random.Random) -> np.ndarray:
    """As a detector that is not exact would cut it from a take: turned, moved, scaled, mirrored; coarser, softer, packed,
    partly hidden, brighter or darker, of another colour."""
    import cv2

    move = cv2.getRotationMatrix2D((CROP_PX / 2, CROP_PX / 2), draw.gauss(0.0, 4.0), draw.uniform(0.90, 1.10))
    move[:, 2] += [draw.gauss(0.0, 2.5), draw.gauss(0.0, 2.5)]
    if draw.random() < 0.5:
        move[0] = [-move[0, 0], -move[0, 1], CROP_PX - 1 - move[0, 2]]
    crop = cv2.warpAffine(crop, move, (CROP_PX, CROP_PX))
    if draw.random() < 0.35:
        px = draw.randint(*_COARSE_PX)
        crop = cv2.resize(crop, (px, px), interpolation=cv2.INTER_AREA)
    elif draw.random() < 0.15:
        crop = cv2.GaussianBlur(crop, (0, 0), draw.uniform(0.5, 1.6))
    if draw.random() < 0.15:
        done, packed = cv2.imencode(".jpg", crop, [cv2.IMWRITE_JPEG_QUALITY, draw.randint(30, 80)])
        assert done
        crop = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR))
    if crop.shape[0] != CROP_PX:
        crop = cv2.resize(crop, (CROP_PX, CROP_PX), interpolation=cv2.INTER_LINEAR)
    gain = draw.uniform(0.7, 1.3)
    tint = [gain * draw.uniform(0.92, 1.08) for _ in range(3)]
    lit = crop.astype(np.float32) * np.array(tint, np.float32) + draw.uniform(-12, 12)
    if draw.random() < 0.12:
        x, y = draw.randint(0, CROP_PX - 16), draw.randint(0, CROP_PX - 16)
        lit[y : y + draw.randint(10, 40), x : x + draw.randint(10, 40)] = [draw.uniform(0, 255) for _ in range(3)]
    return np.clip(lit, 0, 255).astype(np.uint8)
