"""Control maps against geometry whose answers are known by hand, and against people as they are skinned."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from film.errors import RenderError
from film.series import Doing
from film.state import Camera, Move
from film.take import Slate
from tests.stage.floor_plans import shot_plan
from tools.stage import light
from tools.stage.control import KINDS, encoded, pose, write_control_maps
from tools.stage.control.flow import forward_flow
from tools.stage.control.surfaces import Surfaces
from tools.stage.materials import CLOTH
from tools.stage.mesh import MeshBuilder
from tools.stage.people.person import pose_person
from tools.stage.renderer import Renderer, View
from tools.stage.sets import build_set
from tools.stage.shot import ShotScene

WIDTH, HEIGHT, FOCAL_MM = 192, 108, 36.0
FOCAL_PX = FOCAL_MM / 36.0 * WIDTH
NO_FACE = np.zeros((4, 4, 4), np.float32)


def _panel(depth_m: float, half_m: float = 0.4) -> np.ndarray:
    """A square that faces the camera, ``depth_m`` before it."""
    h = half_m
    return np.array([(-h, 20 - h, -depth_m), (h, 20 - h, -depth_m), (h, 20 + h, -depth_m), (-h, 20 + h, -depth_m)])


def _renderer(actors: int = 1) -> tuple[Renderer, list[np.ndarray], np.ndarray]:
    """A renderer high above a set, with panels for people: every number is known."""
    meshes = []
    for number in range(actors):
        builder = MeshBuilder()
        corners = _panel(2.0 + 2.0 * number)
        normals = np.tile([(0.0, 0.0, 1.0)], (4, 1))
        builder.add(corners, np.array([(0, 1, 2), (0, 2, 3)]), normals, np.zeros((4, 3)), (0.5, 0.5, 0.5), CLOTH)
        meshes.append(builder.build())
    stage = build_set("neutral", seed=1, time_of_day="day", weather="clear")
    lit = light.rig("day", "clear", interior=False)
    renderer = Renderer(WIDTH, HEIGHT, stage, lit, [(mesh, NO_FACE) for mesh in meshes])
    return renderer, [mesh.positions.copy() for mesh in meshes], meshes[0].normals.copy()


def _ahead(x: float = 0.0, yaw_deg: float = 0.0, height_m: float = 20.0) -> View:
    """Looking along -z, level, turned to its right by ``yaw_deg``."""
    turn = np.radians(yaw_deg)
    return View((x, height_m, 0.0), (x + float(np.sin(turn)), height_m, -float(np.cos(turn))), FOCAL_MM)


def test_depth_of_a_panel_is_its_distance_and_survives_the_file() -> None:
    renderer, (panel,), normals = _renderer()
    found = renderer.surfaces(_ahead(), [(panel, normals)])
    assert found.actor[HEIGHT // 2, WIDTH // 2] == 1
    assert found.depth_m[found.actor == 1] == pytest.approx(2.0, abs=1e-5)
    # 0.8 m at 2 m: 0.4 of the focal length across.
    assert (found.actor == 1).sum(1).max() == pytest.approx(0.4 * FOCAL_PX, abs=1)
    code = encoded.depth16(found.depth_m, 0.5, 60.0)
    assert encoded.metres_of(code, 0.5, 60.0)[found.actor == 1] == pytest.approx(2.0, abs=1e-3)
    assert code[0, 0] < code[HEIGHT // 2, WIDTH // 2], "near is bright"
    assert encoded.depth16(np.array([0.4, 70.0]), 0.5, 60.0).tolist() == [65535, 0]


def test_shares_give_back_the_seen_point() -> None:
    renderer, (panel,), normals = _renderer()
    found = renderer.surfaces(_ahead(x=0.1), [(panel, normals)])
    rows, columns = np.nonzero(found.actor == 1)
    corners = found.positions[found.triangles[found.triangle[rows, columns]]]
    points = (corners * found.shares[rows, columns][..., None]).sum(1)
    expected_x = 0.1 + 2.0 * (columns + 0.5 - WIDTH / 2) / FOCAL_PX
    expected_y = 20.0 - 2.0 * (rows + 0.5 - HEIGHT / 2) / FOCAL_PX
    assert points[:, 0] == pytest.approx(expected_x, abs=1e-4)
    assert points[:, 1] == pytest.approx(expected_y, abs=1e-4)


def test_normals_are_coloured_as_controlnet_reads_them() -> None:
    renderer, (panel,), normals = _renderer()
    camera = renderer.surfaces(_ahead(), [(panel, normals)]).camera
    half = np.float32(np.sqrt(0.5))
    # Toward the camera, up, and the camera's own left (which is -x when it looks along -z), both half toward it.
    world = np.array([[(0, 0, 1), (0, half, half), (-half, 0, half), (0, 0, 0)]], np.float32)
    centred = camera._replace(width=4, height=1, centre_x=2.0, centre_y=0.5)
    front, up, left, sky = encoded.normals8(world, centred)[0].tolist()
    assert front == [128, 128, 255]
    assert up == [128, 218, 218]
    assert left == [218, 128, 218]
    assert sky == [0, 0, 0]
    assert encoded.normals8(-world, centred)[0, 0].tolist() == front, "what is seen from behind faces the camera"


def test_flow_of_a_moving_camera_and_a_moving_panel() -> None:
    renderer, (panel,), normals = _renderer()
    here = renderer.surfaces(_ahead(), [(panel, normals)])
    # The camera goes 1 cm to its right: what is 2 m away goes focal * 0.01 / 2 pixels to the left.
    flow, seen = forward_flow(here, renderer.surfaces(_ahead(x=0.01), [(panel, normals)]))
    on = here.actor == 1
    assert flow[on][:, 0] == pytest.approx(-FOCAL_PX * 0.01 / 2.0, abs=1e-3)
    assert flow[on][:, 1] == pytest.approx(0.0, abs=1e-3)
    assert seen[HEIGHT // 2, WIDTH // 2]
    # The panel goes 2 cm up and 5 cm nearer: exact perspective.
    moved = panel + np.array([0.0, 0.02, 0.05])
    flow, _ = forward_flow(here, renderer.surfaces(_ahead(), [(moved, normals)]))
    row, column = HEIGHT // 2 - 10, WIDTH // 2 + 15
    x, y = 2.0 * (column + 0.5 - WIDTH / 2) / FOCAL_PX, -2.0 * (row + 0.5 - HEIGHT / 2) / FOCAL_PX
    there = (WIDTH / 2 + FOCAL_PX * x / 1.95, HEIGHT / 2 - FOCAL_PX * (y + 0.02) / 1.95)
    assert flow[row, column] == pytest.approx((there[0] - column - 0.5, there[1] - row - 0.5), abs=2e-3)


def test_the_sky_moves_with_the_cameras_turning_alone() -> None:
    renderer, (panel,), normals = _renderer()
    high = 200.0  # above everything that the set has
    here = renderer.surfaces(_ahead(height_m=high), [(panel, normals)])
    sky = here.triangle < 0
    assert sky[:40].all()
    slid, _ = forward_flow(here, renderer.surfaces(_ahead(x=0.5, height_m=high), [(panel, normals)]))
    assert np.abs(slid[sky]).max() < 1e-3
    turned, _ = forward_flow(here, renderer.surfaces(_ahead(yaw_deg=1.0, height_m=high), [(panel, normals)]))
    assert turned[20, WIDTH // 2][0] == pytest.approx(-FOCAL_PX * np.tan(np.radians(1.0)), rel=0.03)


def test_what_passes_behind_somebody_is_not_seen_next() -> None:
    renderer, (near, far), normals = _renderer(2)
    beside = far + np.array([0.5, 0.0, 0.0])
    here = renderer.surfaces(_ahead(), [(near, normals), (beside, normals)])
    hidden = renderer.surfaces(_ahead(), [(near, normals), (far, normals)])
    _, seen = forward_flow(here, hidden)
    assert (here.actor == 2).any()
    left_part = (here.actor == 2) & (np.arange(WIDTH)[None, :] < WIDTH // 2 + 45)
    assert not seen[left_part].all()
    assert seen[here.actor == 1].all()


def test_flow_survives_the_file_to_a_sixty_fourth_of_a_pixel() -> None:
    flow = np.array([[(1.25, -3.5), (0.01, 511.0), (600.0, 0.0)]], np.float32)
    code = encoded.flow16(flow, np.array([[True, True, True]]))
    assert code.dtype == np.uint16 and code[0, 0].tolist() == [32768 + 80, 32768 - 224, 1]
    back, told = encoded.pixels_of(code)
    assert told[0].tolist() == [True, True, False], "beyond 512 pixels nothing can be told"
    assert back[0, :2] == pytest.approx(flow[0, :2], abs=1 / 128)


def test_edges_lie_on_outlines_and_not_on_planes() -> None:
    renderer, (panel,), normals = _renderer()
    found = renderer.surfaces(_ahead(), [(panel, normals)])
    lines = encoded.edges8(found.depth_m, found.part, found.actor, found.normals) > 0
    on = found.actor == 1
    outline = on & ~cv2.erode(on.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    assert lines[outline].mean() > 0.95
    inside = cv2.erode(on.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool)
    assert not lines[inside].any()
    # A plane seen at a grazing angle gets deeper fast and has no edge.
    depth = 1.0 / np.linspace(1.0, 0.02, 60, dtype=np.float32)[:, None].repeat(8, 1)
    flat = np.tile(np.array([0, 1, 0], np.float32), (60, 8, 1))
    ones = np.ones((60, 8), np.int32)
    assert not encoded.edges8(depth, ones, ones.astype(np.uint8), flat).any()


def _walking(size: tuple[int, int] = (640, 360)) -> Slate:
    camera = Camera(size="full", subjects=("ada",), move=Move(kind="push_in", direction="in"))
    plan = shot_plan(cast=("ada",), camera=camera, doing=(Doing(character_id="ada", verb="walk"),), size=size, frames=48)
    return Slate(plan=plan, asked_sha256="", attempt=1, seed=3, engine="stage")


def test_flow_follows_the_skinned_body(tmp_path: Path) -> None:
    scene = ShotScene(_walking(), tmp_path)
    here, there = scene.surfaces(20), scene.surfaces(21)
    flow, _ = forward_flow(here, there)
    before, after = _body_px(scene, here, 20), _body_px(scene, there, 21)
    visible = _visible(here, before)
    assert visible.sum() > 200
    column, row = before[visible, 0].astype(int), before[visible, 1].astype(int)
    truth = after[visible, :2] - before[visible, :2]
    error = np.linalg.norm(flow[row, column] - truth, axis=1)
    moving = np.linalg.norm(truth, axis=1)
    assert moving.max() > 1.0, "somebody walks"
    assert np.median(error) < 0.05
    assert np.percentile(error, 95) < 0.5


def _body_px(scene: ShotScene, found: Surfaces, index: int) -> np.ndarray:
    """(V, 3) every vertex of the first person in pixels and metres, from the skinning itself."""
    player = scene._players[0]
    positions, _ = pose_person(player.person, scene._pose(player, index / 24))
    camera = found.camera
    local = (positions - camera.eye) @ camera.rotation.T
    x = camera.centre_x + camera.focal_px * local[:, 0] / local[:, 2]
    y = camera.centre_y - camera.focal_px * local[:, 1] / local[:, 2]
    return np.stack([x, y, local[:, 2]], 1)


def _visible(found: Surfaces, body: np.ndarray) -> np.ndarray:
    """(V,) bool: vertices in the frame that are what their pixel sees, to a millimetre in depth."""
    height, width = found.depth_m.shape
    inside = (body[:, 0] >= 0) & (body[:, 0] < width) & (body[:, 1] >= 0) & (body[:, 1] < height)
    column, row = np.clip(body[:, 0], 0, width - 1).astype(int), np.clip(body[:, 1], 0, height - 1).astype(int)
    return inside & (np.abs(found.depth_m[row, column] - body[:, 2]) < 0.004) & (found.actor[row, column] == 1)


def test_keypoints_lie_in_the_body_they_belong_to(tmp_path: Path) -> None:
    slate = _walking((960, 540))
    written = write_control_maps(slate, tmp_path, tmp_path / "out", kinds=("pose", "masks"), frames=[12])
    told = json.loads((tmp_path / "out/pose/00012.json").read_text())
    mask = cv2.imread(str(tmp_path / "out/masks/ada/00012.png"), cv2.IMREAD_UNCHANGED)
    assert written.frames == (12,) and (told["canvas_width"], told["canvas_height"]) == (960, 540)
    points = np.array(told["people"][0]["pose_keypoints_2d"]).reshape(-1, 3)
    assert len(points) == 18
    named = dict(zip(pose.KEYPOINTS, points, strict=True))
    for name, (x, y, confidence) in named.items():
        if confidence:
            near = mask[max(0, int(y) - 4) : int(y) + 5, max(0, int(x) - 4) : int(x) + 5]
            assert near.any(), f"{name} lies off the body"
    seen = [name for name, point in named.items() if point[2]]
    assert len(seen) >= 14, seen
    # Whoever faces the camera has their right hand on the left of the picture.
    heads_up = named["nose"][1] < named["neck"][1] < named["hip_r"][1] < named["ankle_r"][1]
    assert heads_up
    drawn = cv2.imread(str(tmp_path / "out/pose/00012.png"))[..., ::-1]
    x, y, _ = named["neck"]
    assert drawn[round(y), round(x)].tolist() == list(pose.COLOURS[1])


def test_a_folder_says_how_to_read_itself(tmp_path: Path) -> None:
    slate = _walking((320, 180))
    written = write_control_maps(slate, tmp_path, tmp_path / "a", frames=[0, 1, 47])
    assert set(written.kinds) == set(KINDS)
    told = json.loads((tmp_path / "a/slate.json").read_text())
    assert told["plan"]["shot_id"] == slate.plan.shot_id and told["control"]["size"] == [320, 180]
    depth = cv2.imread(str(tmp_path / "a/depth/00001.png"), cv2.IMREAD_UNCHANGED)
    assert depth.dtype == np.uint16 and depth.shape == (180, 320)
    ada = cv2.imread(str(tmp_path / "a/masks/ada/00001.png"), cv2.IMREAD_UNCHANGED) > 0
    metres = encoded.metres_of(depth, told["control"]["near_m"], told["control"]["far_m"])
    assert 0.5 < np.median(metres[ada]) < 12.0
    everything = sum(
        cv2.imread(str(tmp_path / f"a/masks/{who}/00001.png"), cv2.IMREAD_UNCHANGED).astype(int)
        for who in ("ada", "set", "sky")
    )
    assert (everything == 255).all(), "each pixel is in one mask"
    assert (tmp_path / "a/flow/00001.png").exists() and not (tmp_path / "a/flow/00047.png").exists()
    again = write_control_maps(slate, tmp_path, tmp_path / "b", frames=[0, 1, 47], threads=2)
    assert again.reach == written.reach
    for path in sorted((tmp_path / "a").rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes(), path.name


def test_unknown_kinds_and_frames_are_refused(tmp_path: Path) -> None:
    slate = _walking((320, 180))
    with pytest.raises(RenderError, match="no control map is called canny"):
        write_control_maps(slate, tmp_path, tmp_path, kinds=("canny",))  # type: ignore[arg-type]
    with pytest.raises(RenderError, match="frames 0 to 47"):
        write_control_maps(slate, tmp_path, tmp_path, frames=[48])


def test_openpose_colours_walk_the_hue_circle() -> None:
    assert pose.COLOURS[:4] == ((255, 0, 0), (255, 85, 0), (255, 170, 0), (255, 255, 0))
    assert pose.COLOURS[17] == (255, 0, 85) and len(pose.LIMBS) == 17
