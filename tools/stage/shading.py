"""The light on every visible point: key with shadow, sky and bounce, practicals, mirrors, air. One value per pixel.

`shade` runs up to three times a picture, each time for the pixels or blocks that `detail` found to need it: one value
for 4 x 4 pixels, for 2 x 2, or for every pixel. Everything is scene-linear.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from tools.stage.facades import facade_surface
from tools.stage.grounds import ground_surface
from tools.stage.lamps import TILE_PX, air_between, lamp_light, lobe
from tools.stage.materials import CLOTH, EMISSIVE, EYE, FACADE, HAIR, LEAF, SKIN, WATER
from tools.stage.noise import smoothstep, tile_noise
from tools.stage.shadows import lit_share
from tools.stage.sky import sky_colour, star_light
from tools.stage.surfaces import built_surface, is_facade, is_ground, is_of_people, people_surface


class Scene(NamedTuple):
    """All a kernel needs to know of what stands before the camera. P lamps, A actors."""

    triangles: np.ndarray
    vertices: np.ndarray
    """(V, 12) float32: position, normal, uv and albedo of each vertex side by side, for one trip to memory."""
    material: np.ndarray
    actor: np.ndarray
    faces: np.ndarray
    """(A or 1, S, S, 4) float32 face decals."""
    feet: np.ndarray
    """(A, 4) float64: x, y, z of the point between the feet and the radius of the contact shadow, metres."""
    lamps: np.ndarray
    """(P, 9) float64: position, radiance, range, number of its cube in `lamp_cubes` or -1, distance that it is felt."""
    lamp_tiles: np.ndarray
    """(H/32, W/32) uint32: a bit for each lamp that may reach what the tile shows."""
    lamp_cubes: np.ndarray
    """(L, 6, N, N) float32: 1/depth around the lamps that throw shadows."""
    dome: np.ndarray
    tile: np.ndarray
    beams: np.ndarray
    """(H/2, W/2) float32: how much of the air before each pixel the sun reaches."""
    room: tuple[float, float, float, float]
    """(x0, x1, z0, z1) of the walls; a room that contains nothing in the open."""
    set_shadow_transform: np.ndarray
    set_shadow: np.ndarray
    people_shadow_transform: np.ndarray
    people_shadow: np.ndarray


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def shade(
    camera,
    scene,
    air,
    time_s,
    seen,
    triangle_of,
    edges,
    openness,
    wanted,
    stride,
    row_begin,
    row_end,
    out,
):
    """Write scene-linear radiance to rows of `out` (H/stride, W/stride, 3) float32 wherever `wanted`, of that size, is 1.

    stride is 1, 2 or 4, the size divided by it rounded up. openness is (H/2, W/2).
    """
    r = camera.rotation
    eye_x, eye_y, eye_z = camera.eye[0], camera.eye[1], camera.eye[2]
    sun_x, sun_y, sun_z = air.sun_direction
    sun_r, sun_g, sun_b = air.sun
    sun_level = sun_r + sun_g + sun_b
    ambient_level = air.ambient_up[0] + air.ambient_up[1] + air.ambient_up[2] + sun_level * 0.1
    half = 0.5 * stride
    # The pixel whose triangle stands for the block: the one up and left of the block's middle.
    corner = max(0, (stride >> 1) - 1)
    # Named once out here: reading an array out of a tuple inside the loop costs a reference count per pixel.
    triangles, vertices = scene.triangles, scene.vertices
    materials, actors, faces, feet, lamps = scene.material, scene.actor, scene.faces, scene.feet, scene.lamps
    lamp_tiles, lamp_cubes = scene.lamp_tiles, scene.lamp_cubes
    dome, tile, beams = scene.dome, scene.tile, scene.beams
    room_x0, room_x1, room_z0, room_z1 = scene.room
    set_transform, set_shadow = scene.set_shadow_transform, scene.set_shadow
    set_texel_m = 1.0 / math.sqrt(set_transform[0, 0] ** 2 + set_transform[0, 1] ** 2 + set_transform[0, 2] ** 2)
    people_transform, people_shadow = scene.people_shadow_transform, scene.people_shadow
    people_softness = 1.4 / 768.0 * people_shadow.shape[0]
    for row in range(row_begin, row_end):
        for column in range(out.shape[1]):
            if wanted[row, column] == 0:
                continue
            seen_y, seen_x = row * stride + corner, column * stride + corner
            block_y, block_x = seen_y >> 1, seen_x >> 1
            px, py = column * stride + half, row * stride + half
            view_x, view_y = (px - camera.centre_x) / camera.focal_px, (camera.centre_y - py) / camera.focal_px
            dx = r[0, 0] * view_x + r[1, 0] * view_y + r[2, 0]
            dy = r[0, 1] * view_x + r[1, 1] * view_y + r[2, 1]
            dz = r[0, 2] * view_x + r[1, 2] * view_y + r[2, 2]
            k = 1.0 / math.sqrt(dx * dx + dy * dy + dz * dz)
            dx, dy, dz = dx * k, dy * k, dz * k
            listed = seen[seen_y, seen_x]
            if listed < 0:
                sky_r, sky_g, sky_b, cloud = sky_colour(dome, dx, dy, dz)
                if air.stars > 0.0:
                    star = air.stars * star_light(dx, dy, dz) * (1.0 - cloud)
                    sky_r, sky_g, sky_b = sky_r + star, sky_g + star, sky_b + star
                out[row, column, 0] = sky_r
                out[row, column, 1] = sky_g
                out[row, column, 2] = sky_b
                continue
            e0 = edges[listed, 0] * px + edges[listed, 1] * py + edges[listed, 2]
            e1 = edges[listed, 3] * px + edges[listed, 4] * py + edges[listed, 5]
            e2 = edges[listed, 6] * px + edges[listed, 7] * py + edges[listed, 8]
            depth = 1.0 / (e0 + e1 + e2)
            e0, e1, e2 = e0 * depth, e1 * depth, e2 * depth
            t = triangle_of[listed]
            a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
            x = e0 * vertices[a, 0] + e1 * vertices[b, 0] + e2 * vertices[c, 0]
            y = e0 * vertices[a, 1] + e1 * vertices[b, 1] + e2 * vertices[c, 1]
            z = e0 * vertices[a, 2] + e1 * vertices[b, 2] + e2 * vertices[c, 2]
            nx = e0 * vertices[a, 3] + e1 * vertices[b, 3] + e2 * vertices[c, 3]
            ny = e0 * vertices[a, 4] + e1 * vertices[b, 4] + e2 * vertices[c, 4]
            nz = e0 * vertices[a, 5] + e1 * vertices[b, 5] + e2 * vertices[c, 5]
            u = e0 * vertices[a, 6] + e1 * vertices[b, 6] + e2 * vertices[c, 6]
            v = e0 * vertices[a, 7] + e1 * vertices[b, 7] + e2 * vertices[c, 7]
            w = e0 * vertices[a, 8] + e1 * vertices[b, 8] + e2 * vertices[c, 8]
            red = e0 * vertices[a, 9] + e1 * vertices[b, 9] + e2 * vertices[c, 9]
            green = e0 * vertices[a, 10] + e1 * vertices[b, 10] + e2 * vertices[c, 10]
            blue = e0 * vertices[a, 11] + e1 * vertices[b, 11] + e2 * vertices[c, 11]
            m = materials[t]
            actor = actors[t]
            k = 1.0 / math.sqrt(nx * nx + ny * ny + nz * nz + 1e-12)
            nx, ny, nz = nx * k, ny * k, nz * k
            away = nx * dx + ny * dy + nz * dz
            if away > 0.0 and m == CLOTH and away < 0.4:
                # Just over the outline of a sleeve, not inside it: turned right round it would catch light from behind.
                nx, ny, nz = nx - 1.2 * away * dx, ny - 1.2 * away * dy, nz - 1.2 * away * dz
            elif away > 0.0 and m != SKIN and m != EYE and m != FACADE and m != HAIR:
                nx, ny, nz = -nx, -ny, -nz
            distance = math.sqrt((x - eye_x) ** 2 + (y - eye_y) ** 2 + (z - eye_z) ** 2)
            indoors = x > room_x0 and x < room_x1 and z > room_z0 and z < room_z1
            hidden, haze_r, haze_g, haze_b = air_between(
                air, distance, 0.5 * (y + eye_y), dx, dy, dz, beams[block_y, block_x], indoors
            )
            if m == EMISSIVE:
                hidden *= 0.4
                out[row, column, 0] = red * (1.0 - hidden) + haze_r * hidden
                out[row, column, 1] = green * (1.0 - hidden) + haze_g * hidden
                out[row, column, 2] = blue * (1.0 - hidden) + haze_b * hidden
                continue
            detail = min(1.0, 18.0 / (distance + 0.1))
            geometric_y = ny
            if is_of_people(m):
                who = max(0, min(actor - 1, faces.shape[0] - 1))
                # Threads and pores of a few millimetres are there while a pixel is smaller than they, and moire after.
                near = min(1.0, max(0.0, 0.0026 * camera.focal_px / distance - 0.5))
                s = people_surface(m, u, v, w, nx, ny, nz, red, green, blue, near, tile, faces, who, ambient_level)
            elif is_facade(m):
                s = facade_surface(u, v, w, nx, ny, nz, red, green, blue, detail, tile, air.lit_windows)
            elif is_ground(m):
                wetness = 0.0 if indoors else air.wetness
                s = ground_surface(m, x, y, z, nx, ny, nz, red, green, blue, distance, tile, wetness, time_s, u, w)
            else:
                s = built_surface(m, u, v, w, x, y, z, nx, ny, nz, red, green, blue, detail, tile)
            red, green, blue = s.red, s.green, s.blue
            nx, ny, nz = s.normal_x, s.normal_y, s.normal_z
            k = 1.0 / math.sqrt(nx * nx + ny * ny + nz * nz + 1e-12)
            nx, ny, nz = nx * k, ny * k, nz * k
            specular, gloss, wrap, reflect = s.specular, s.gloss, s.wrap, s.reflect
            if air.snow > 0.0 and actor == 0 and m != WATER and not indoors:
                drift = tile_noise(tile, x * 2.3, z * 2.3) - 0.5
                cover = air.snow * smoothstep(0.30, 0.62, geometric_y + 0.35 * drift)
                if m == LEAF:
                    cover = air.snow * smoothstep(-0.1, 0.7, geometric_y + 0.4 * drift) * 0.8
                white = 0.60 + 0.16 * tile_noise(tile, x * 0.35, z * 0.35) + 0.10 * drift
                red, green, blue = (
                    red + (white - red) * cover,
                    green + (white * 1.02 - green) * cover,
                    blue + (white * 1.07 - blue) * cover,
                )
                specular, reflect = specular * (1.0 - cover), reflect * (1.0 - cover)
            open_sky = openness[block_y, block_x]
            if actor == 0:
                for i in range(feet.shape[0]):
                    rise = y - feet[i, 1]
                    if rise > -0.2 and rise < 0.6:
                        away = (x - feet[i, 0]) ** 2 + (z - feet[i, 2]) ** 2
                        radius = feet[i, 3]
                        if away > 6.0 * radius * radius:
                            continue
                        open_sky *= 1.0 - 0.62 * math.exp(-away / (radius * radius)) * math.exp(-3.0 * max(0.0, rise))
            facing = nx * sun_x + ny * sun_y + nz * sun_z
            lit = 0.0
            reaches_round = 0.45 if s.flesh > 0.0 else max(wrap, s.through)
            if facing > -reaches_round and sun_level > 0.02:
                # Stepping off the surface by more than a texel keeps it from shading itself at grazing light.
                off = 0.01 + (0.8 + 0.7 * air.shadow_softness) * set_texel_m
                lit = lit_share(
                    set_transform,
                    set_shadow,
                    x + nx * off,
                    y + geometric_y * off,
                    z + nz * off,
                    0.02 + set_texel_m,
                    air.shadow_softness,
                )
                if lit > 0.0 and feet.shape[0] > 0:
                    lit *= lit_share(
                        people_transform,
                        people_shadow,
                        x + nx * 0.006,
                        y + ny * 0.006,
                        z + nz * 0.006,
                        0.012,
                        air.shadow_softness * people_softness,
                    )
            direct = max(0.0, (facing + wrap) / (1.0 + wrap)) * lit
            if s.through > 0.0:
                direct += s.through * max(0.0, 0.4 - facing * 0.6) * lit * 0.7
            upward = ny * 0.5 + 0.5
            sunward = max(0.0, nx * sun_x + nz * sun_z) * (0.0 if indoors else 0.175)
            up, down, sky_glow = air.ambient_up, air.ambient_down, air.glow
            if indoors:
                up, down = air.indoor_up, air.indoor_down
            light_r = (up[0] * upward + down[0] * (1.0 - upward) + sky_glow[0] * sunward) * open_sky + sun_r * direct
            light_g = (up[1] * upward + down[1] * (1.0 - upward) + sky_glow[1] * sunward) * open_sky + sun_g * direct
            light_b = (up[2] * upward + down[2] * (1.0 - upward) + sky_glow[2] * sunward) * open_sky + sun_b * direct
            shine_r, shine_g, shine_b = 0.0, 0.0, 0.0
            if lit > 0.0 and sun_level > 0.3 and (specular > 0.0 or m == HAIR):
                hx, hy, hz = sun_x - dx, sun_y - dy, sun_z - dz
                k = 1.0 / math.sqrt(hx * hx + hy * hy + hz * hz + 1e-9)
                if m == HAIR:
                    # Strands run down the hair's surface: the highlight is a band across it, not a spot.
                    across = (nx * hx + ny * hy + nz * hz) * k
                    along = (hy * k - ny * across) / math.sqrt(max(0.06, 1.0 - ny * ny))
                    sine = math.sqrt(max(0.0, 1.0 - along * along))
                    shine = (
                        (lobe(sine, 70.0) * 0.032 + lobe(sine, 10.0) * 0.019)
                        * max(0.0, facing + 0.15)
                        * lit
                        * (0.35 + 1.3 * specular)
                    )
                elif facing > 0.0:
                    shine = (
                        lobe(max(0.0, (nx * hx + ny * hy + nz * hz) * k), gloss) * specular * (gloss * 0.12 + 0.5) * lit
                    )
                else:
                    shine = 0.0
                shine_r, shine_g, shine_b = sun_r * shine, sun_g * shine, sun_b * shine
            if m == HAIR:
                specular = 0.0
            along = dx * nx + dy * ny + dz * nz
            mx, my, mz = dx - 2.0 * along * nx, dy - 2.0 * along * ny, dz - 2.0 * along * nz
            softened = 0.45 if actor > 0 else 0.0
            reached = lamp_tiles[seen_y // TILE_PX, seen_x // TILE_PX]
            lamp_r, lamp_g, lamp_b, spark_r, spark_g, spark_b = lamp_light(
                lamps, reached, lamp_cubes, indoors, x, y, z, nx, ny, nz, mx, my, mz, wrap, specular, gloss, reflect,
                open_sky, softened,
            )  # fmt: skip
            light_r, light_g, light_b = light_r + lamp_r, light_g + lamp_g, light_b + lamp_b
            shine_r, shine_g, shine_b = shine_r + spark_r, shine_g + spark_g, shine_b + spark_b
            if s.flesh > 0.0:
                seep = max(0.0, max(0.0, (facing + 0.45) / 1.45) * lit - direct) * 2.0 * s.flesh
                light_r, light_g, light_b = (
                    light_r + sun_r * seep * 0.9,
                    light_g + sun_g * seep * 0.28,
                    light_b + sun_b * seep * 0.15,
                )
                # A cinematographer exposes for the face: bright light on skin is held back and deep shade opened up.
                level = light_r * 0.30 + light_g * 0.55 + light_b * 0.15
                held = (1.0 + max(0.0, 0.45 - 1.1 * level)) / (1.0 + 0.16 * max(0.0, level - 0.55))
                # Cold light reaches skin half as strong as the set, or faces under the moon turn to chalk; warm light glows.
                warm = min(1.0, max(0.0, (light_r - light_b) / (level + 1e-4)))
                hold = 0.45 - 0.36 * warm
                light_r = (light_r + (level - light_r) * hold) * held
                light_g = (light_g + (level - light_g) * hold) * held
                light_b = (light_b + (level - light_b) * hold) * held
                shine_r, shine_g, shine_b = shine_r * held, shine_g * held, shine_b * held
            grazing = 1.0 - min(1.0, -along) if along < 0.0 else 0.55
            if reflect > 0.0:
                mirror = reflect * (0.10 + 0.90 * grazing**4)
                if m == FACADE:
                    mirror = reflect * (0.35 + 0.65 * grazing**3)
                if indoors:
                    sky_r, sky_g, sky_b = up[0] * 1.2, up[1] * 1.2, up[2] * 1.2
                    mirror *= open_sky
                else:
                    sky_r, sky_g, sky_b, cloud = sky_colour(dome, mx, max(my, 0.02), mz)
                    if m == FACADE:
                        opposite = 0.35 + 0.65 * smoothstep(0.0, 0.25, my)
                        sky_r, sky_g, sky_b = sky_r * opposite, sky_g * opposite, sky_b * opposite
                keep = 1.0 - mirror * 0.6
                red, green, blue = red * keep, green * keep, blue * keep
                shine_r, shine_g, shine_b = shine_r + sky_r * mirror, shine_g + sky_g * mirror, shine_b + sky_b * mirror
            if s.rim > 0.0 and not indoors:
                backlit = 0.22 + 0.9 * max(0.0, dx * sun_x + dz * sun_z)
                rim = grazing**3 * s.rim * open_sky * 0.75 * backlit
                shine_r += (air.horizon[0] * 0.6 + sky_glow[0] * 0.5) * rim
                shine_g += (air.horizon[1] * 0.6 + sky_glow[1] * 0.5) * rim
                shine_b += (air.horizon[2] * 0.6 + sky_glow[2] * 0.5) * rim
            if s.glow > 0.0:
                light_r, light_g, light_b = s.glow, s.glow, s.glow
            out[row, column, 0] = (red * light_r + shine_r) * (1.0 - hidden) + haze_r * hidden
            out[row, column, 1] = (green * light_g + shine_g) * (1.0 - hidden) + haze_g * hidden
            out[row, column, 2] = (blue * light_b + shine_b) * (1.0 - hidden) + haze_b * hidden
