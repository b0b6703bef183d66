"""The house face detector: a small one-stage network whose ONNX file speaks SCRFD, so that insightface runs it.

Three maps at strides 8, 16 and 32: for every cell a score, the distances to the sides of the box and the offsets of
five landmarks, all in strides. insightface expects two anchors to a cell; the second one never fires.

It learns from small crops round faces of 12 to 230 pixels; being convolutional it reads any input whose sides are
multiples of 32. Plain convolutions: on one core they learn several times as fast as depthwise ones.
What is a face: ``crops.is_asked``.
Source: Guo et al., "Sample and Computation Redistribution for Efficient Face Detection", 2022; Tian et al., "FCOS", 2019.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.training.crops import LARGE, SMALL, Shown, crops_of, is_asked, is_back, load, size_px
from tools.training.lessons import Say, share_of_rate, start, teach

if TYPE_CHECKING:
    import torch

FILE = "det_house.onnx"
STRIDES = (8, 16, 32)
REACH_PX = ((0.0, 30.0), (24.0, 68.0), (56.0, 1e9))
"""Which faces (square root of the box's area, pixels) each stride answers for; they overlap a little."""
RATE, DECAY = 3e-3, 0.02
_LEVEL_WIDTH = 64


def train(data: Path, out: Path, *, steps: int, seed: int, rate: float = RATE, say: Say = print) -> list[float]:
    """Teach the detector and write ``out``/det_house.onnx. Returns the loss of every step.

    On one thread of a CPU the same data, steps and seed give the same bytes.

    Raises:
        RenderError: no data, torn data, or a loss that is no number.
    """
    import torch

    device = start(seed)
    samples = load(data, "train")
    net = _network().to(device)
    draw = random.Random(f"detector|{seed}")
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=DECAY)
    net.train()
    say(f"detector: {len(samples)} pictures, {sum(p.numel() for p in net.parameters())} weights, on {device}")

    def one_step(step: int) -> float:
        for group in optimiser.param_groups:
            group["lr"] = rate * share_of_rate(step, steps)
        shown = crops_of(samples, step, draw)
        images = torch.from_numpy(np.stack([_blob(each.rgb) for each in shown])).to(device)
        with torch.autocast(device.type, torch.bfloat16):
            told = net(images.contiguous(memory_format=torch.channels_last))
        loss = _loss([tuple(part.float() for part in level) for level in told], shown, device)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 10.0)
        optimiser.step()
        return float(loss.item())

    losses = teach(
        "detector", {"net": net, "optimiser": optimiser}, draw, out, one_step, steps=steps, batch=SMALL.count, say=say
    )
    write_onnx(net.cpu(), out / FILE)
    return losses


def write_onnx(net: Any, path: Path) -> None:
    """The network as insightface reads detectors: nine outputs, scores first, two anchors to a cell."""
    import torch

    class Spoken(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.net = net

        def forward(self, images: torch.Tensor) -> tuple[torch.Tensor, ...]:
            scores, boxes, points = [], [], []
            for score, box, point in self.net(images):
                lone = score.sigmoid().permute(0, 2, 3, 1).reshape(-1, 1)
                scores.append(torch.cat([lone, torch.zeros_like(lone)], 1).reshape(-1, 1))
                for store, map_, width in ((boxes, box, 4), (points, point, 10)):
                    rows = map_.permute(0, 2, 3, 1).reshape(-1, width)
                    store.append(torch.cat([rows, rows], 1).reshape(-1, width))
            return (*scores, *boxes, *points)

    names = [f"{kind}_{stride}" for kind in ("score", "bbox", "kps") for stride in STRIDES]
    axes: dict[str, dict[int, str]] = {"input": {2: "height", 3: "width"}}
    axes |= {name: {0: f"cells_{name}"} for name in names}
    path.parent.mkdir(parents=True, exist_ok=True)
    net.eval()
    torch.onnx.export(
        Spoken(), (torch.zeros(1, 3, LARGE.height, LARGE.width),), str(path), input_names=["input"], output_names=names,
        dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip


def _network() -> Any:
    import torch
    from torch import nn

    def convolution(inner: int, outer: int, stride: int = 1) -> nn.Sequential:
        return nn.Sequential(
            nn.Conv2d(inner, outer, 3, stride, 1, bias=False), nn.BatchNorm2d(outer), nn.ReLU(inplace=True)
        )

    class Unit(nn.Module):
        """Two convolutions and a way round them; the first of a level halves the picture."""

        def __init__(self, inner: int, outer: int) -> None:
            super().__init__()
            halved = inner != outer
            self.body = nn.Sequential(
                convolution(inner, outer, 2 if halved else 1),
                nn.Conv2d(outer, outer, 3, 1, 1, bias=False),
                nn.BatchNorm2d(outer),
            )
            self.around = nn.Identity()
            if halved:
                self.around = nn.Sequential(
                    nn.AvgPool2d(2), nn.Conv2d(inner, outer, 1, bias=False), nn.BatchNorm2d(outer)
                )

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return nn.functional.relu(self.body(x) + self.around(x))

    class Network(nn.Module):
        """About 0.7 million weights. One head reads all three levels: a face looks alike on each, in its strides."""

        def __init__(self) -> None:
            super().__init__()
            self.to8 = nn.Sequential(convolution(3, 16, 2), convolution(16, 32, 2), Unit(32, 64))
            self.to16 = nn.Sequential(Unit(64, 96), Unit(96, 96))
            self.to32 = Unit(96, 128)
            self.sides = nn.ModuleList([nn.Conv2d(width, _LEVEL_WIDTH, 1) for width in (64, 96, 128)])
            self.tower = nn.ModuleList([nn.Conv2d(_LEVEL_WIDTH, _LEVEL_WIDTH, 3, 1, 1, bias=False) for _ in range(2)])
            # Levels share what they look for but not how strong it is: one normalisation for all would fit none of them.
            self.norms = nn.ModuleList(
                [nn.ModuleList([nn.BatchNorm2d(_LEVEL_WIDTH) for _ in range(2)]) for _ in STRIDES]
            )
            self.head = nn.Conv2d(_LEVEL_WIDTH, 15, 1)
            with torch.no_grad():
                # At first no cell is thought a face: almost none is.
                self.head.bias.copy_(torch.tensor([-4.0] + [0.0] * 14))  # type: ignore[union-attr]

        def forward(self, images: torch.Tensor) -> list[tuple[torch.Tensor, torch.Tensor, torch.Tensor]]:
            x8 = self.to8(images)
            x16 = self.to16(x8)
            x32 = self.to32(x16)
            p32 = self.sides[2](x32)
            p16 = self.sides[1](x16) + nn.functional.interpolate(p32, size=x16.shape[-2:], mode="nearest")
            p8 = self.sides[0](x8) + nn.functional.interpolate(p16, size=x8.shape[-2:], mode="nearest")
            found = []
            for level, norms in zip((p8, p16, p32), self.norms, strict=True):
                for layer, norm in zip(self.tower, norms, strict=True):  # type: ignore[call-overload]
                    level = nn.functional.relu(norm(layer(level)))
                told = self.head(level)
                found.append((told[:, :1], nn.functional.softplus(told[:, 1:5]), told[:, 5:]))
            return found

    return Network().to(memory_format=torch.channels_last)  # type: ignore[call-overload]


def _blob(rgb: np.ndarray) -> np.ndarray:
    """As insightface feeds it: RGB, (x - 127.5) / 128."""
    return ((rgb.astype(np.float32) - 127.5) / 128.0).transpose(2, 0, 1)


def _loss(found: Sequence[tuple[Any, ...]], shown: list[Shown], device: Any) -> Any:
    """Score, box and landmarks: focal loss with the overlap as its goal, generalised IoU, and smooth L1."""
    import torch
    from torch.nn import functional

    total: Any = 0.0
    positives = 0
    for (score, box, point), stride, reach in zip(found, STRIDES, REACH_PX, strict=True):
        rows, columns = score.shape[-2:]
        goals = _goals(shown, stride, reach, rows, columns)
        is_face, is_free, sides, marks = (torch.from_numpy(part).to(device) for part in goals)
        goal = torch.zeros_like(score[:, 0])
        here = is_face > 0
        if here.any():
            want = sides[here]
            iou, generalised = _overlap(box.permute(0, 2, 3, 1)[here], want)
            goal[here] = 0.5 + 0.5 * iou.detach()
            size = want.sum(1, keepdim=True) / 2
            offsets = point.permute(0, 2, 3, 1)[here]
            far = functional.smooth_l1_loss(offsets / size * 4, marks[here] / size * 4, reduction="none")
            total = total + 2.0 * (1 - generalised).sum() + 0.25 * far.sum()
            positives += int(here.sum())
        weight = (score[:, 0].sigmoid() - goal).abs().detach() ** 2 * (here | (is_free > 0))
        told = functional.binary_cross_entropy_with_logits(score[:, 0], goal, reduction="none")
        total = total + (told * weight).sum()
    return total / max(1, positives)


def _goals(
    shown: list[Shown], stride: int, reach: tuple[float, float], rows: int, columns: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """For every cell: is it a face's, may it be punished, the sides (4) and landmarks (10) in strides."""
    count = len(shown)
    is_face = np.zeros((count, rows, columns), np.float32)
    is_free = np.ones((count, rows, columns), np.float32)
    sides = np.zeros((count, rows, columns, 4), np.float32)
    marks = np.zeros((count, rows, columns, 10), np.float32)
    width, height = columns * stride, rows * stride
    xs, ys = np.arange(columns, dtype=np.float32) * stride, np.arange(rows, dtype=np.float32) * stride
    for at, each in enumerate(shown):
        # Larger faces first: where two share a cell, the smaller one has fewer others.
        for face in sorted(each.faces, key=size_px, reverse=True):
            x0, y0, x1, y1 = face.box
            if not is_asked(face, width, height):
                if not is_back(face):
                    is_free[at][np.ix_((ys >= y0) & (ys <= y1), (xs >= x0) & (xs <= x1))] = 0.0
                continue
            size, middle_x, middle_y = size_px(face), (x0 + x1) / 2, (y0 + y1) / 2
            if reach[0] * 0.75 <= size < reach[1] * 1.33:
                near = max(1.7 * stride, 0.4 * size)
                is_free[at][np.ix_(np.abs(ys - middle_y) <= near, np.abs(xs - middle_x) <= near)] = 0.0
            if not reach[0] <= size < reach[1]:
                continue
            near = min(max(1.2 * stride, 0.25 * size), max(0.8 * stride, 0.45 * size))
            cells = np.ix_(np.abs(ys - middle_y) <= near, np.abs(xs - middle_x) <= near)
            py, px = (part.astype(np.float32) * stride for part in cells)
            is_face[at][cells] = 1.0
            wide, tall = np.broadcast_arrays(px, py)
            sides[at][cells] = np.stack([wide - x0, tall - y0, x1 - wide, y1 - tall], -1) / stride
            ends = np.array(face.landmarks, np.float32).reshape(1, 1, 10)
            marks[at][cells] = (ends - np.tile(np.stack([wide, tall], -1), 5)) / stride
    return is_face, is_free, sides, marks


def _overlap(got: Any, want: Any) -> tuple[Any, Any]:
    """(IoU, generalised IoU) of boxes given as distances (left, top, right, bottom) from one point."""
    import torch

    across = torch.minimum(got[:, 0], want[:, 0]) + torch.minimum(got[:, 2], want[:, 2])
    down = torch.minimum(got[:, 1], want[:, 1]) + torch.minimum(got[:, 3], want[:, 3])
    both = across.clamp(min=0) * down.clamp(min=0)
    areas = [(part[:, 0] + part[:, 2]) * (part[:, 1] + part[:, 3]) for part in (got, want)]
    either = areas[0] + areas[1] - both
    hull = (torch.maximum(got[:, 0], want[:, 0]) + torch.maximum(got[:, 2], want[:, 2])) * (
        torch.maximum(got[:, 1], want[:, 1]) + torch.maximum(got[:, 3], want[:, 3])
    )
    iou = both / either.clamp(min=1e-6)
    return iou, iou - (hull - either) / hull.clamp(min=1e-6)
