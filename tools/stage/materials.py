"""What a surface is made of: its number decides its pattern in `surfaces` and its reflection in `shading`.

What uv = (u, v, w) means to each:
- SKIN, HAIR: head-local rest position in metres (u = x, v = y, w = z). Skin with w <= 0 gets no face decal; parts away
  from the head carry a w below zero. The decal covers x in +-0.11 m and y in [-0.13, 0.13].
- CLOTH: body-local rest position in metres; clothes with a pattern, weave or sheen
  have 1000 m and 10 m for each number of its code added to u (`people.fitting.cloth_uv`).
- EYE: direction in the eye's own frame, w = forward.
- FACADE: u metres along the wall, v metres above its foot, w the seed of the house (even = brick, odd = render).
- ROOF, WALLPAPER, WOOD, TILE, PLASTER: u and v metres along the surface; WALLPAPER has its wainscot below v = 1.
- LEAF, GRASS, BARK, ROCK, SAND, SNOW, COBBLE, ASPHALT, WATER: patterned by world position, uv unused.
- WATER with w = 1: u is the distance to the shore in metres, where foam runs.
- PAINT, EMISSIVE, GLASS, MOUTH: uv unused; EMISSIVE's albedo is radiance.
"""

from enum import IntEnum


class Material(IntEnum):
    """The materials the renderer knows, in the order the kernels number them."""

    PAINT = 0
    SKIN = 1
    HAIR = 2
    CLOTH = 3
    FACADE = 4
    COBBLE = 5
    LEAF = 6
    BARK = 7
    GRASS = 8
    EMISSIVE = 9
    EYE = 10
    WOOD = 11
    ROOF = 12
    WALLPAPER = 13
    ROCK = 14
    WATER = 15
    GLASS = 16
    MOUTH = 17
    SNOW = 18
    SAND = 19
    ASPHALT = 20
    PLASTER = 21
    TILE = 22
    METAL = 23


PAINT, SKIN, HAIR, CLOTH = (int(m) for m in (Material.PAINT, Material.SKIN, Material.HAIR, Material.CLOTH))
FACADE, COBBLE, LEAF, BARK = (int(m) for m in (Material.FACADE, Material.COBBLE, Material.LEAF, Material.BARK))
GRASS, EMISSIVE, EYE, WOOD = (int(m) for m in (Material.GRASS, Material.EMISSIVE, Material.EYE, Material.WOOD))
ROOF, WALLPAPER, ROCK, WATER = (int(m) for m in (Material.ROOF, Material.WALLPAPER, Material.ROCK, Material.WATER))
GLASS, MOUTH, SNOW, SAND = (int(m) for m in (Material.GLASS, Material.MOUTH, Material.SNOW, Material.SAND))
ASPHALT, PLASTER, TILE, METAL = (int(m) for m in (Material.ASPHALT, Material.PLASTER, Material.TILE, Material.METAL))
# Plain ints above, because compiled kernels freeze module constants and IntEnum members would be slower to compile.

SEEN_FROM_BOTH_SIDES = frozenset({PAINT, HAIR, CLOTH, LEAF, GRASS, EMISSIVE, GLASS, MOUTH})
"""Materials that thin sheets are made of; every other material is drawn only where its triangle faces the camera."""

CASTS_NO_SHADOW = frozenset({EMISSIVE, GLASS, WATER})
