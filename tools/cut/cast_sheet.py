"""The casting sheet of a film: who everybody is, page by page, as data; ``cast_pages`` draws them.

``cast_of`` reads the facts out of a film's bible, ``write_cast`` photographs the people on the stage and writes the
pages. Equal bibles give equal bytes.
"""

from __future__ import annotations

from pathlib import Path

from film.base import Frozen, LanguageTag, text_in
from film.bible import Character, Identity, Wardrobe
from film.series import Series
from tools.whole import write_whole

LINE_UP = "cast.png"
PAGE = "cast-{number:02d}-{who}.png"
_HAIR = {
    "short": "short {colour} hair", "quiff": "{colour} hair in a quiff", "bun": "{colour} hair in a bun",
    "bob": "{colour} bob", "long": "long {colour} hair", "curly": "curly {colour} hair", "braided": "braided {colour} hair",
    "bald": "bald", "covered": "covered hair", "ponytail": "{colour} ponytail", "afro": "{colour} afro",
    "dreadlocks": "{colour} dreadlocks", "undercut": "{colour} undercut", "wavy": "wavy {colour} hair",
}  # fmt: skip


class Outfit(Frozen):
    """One outfit and what is written under its picture."""

    wardrobe: Wardrobe
    name: str
    words: str = ""


class Member(Frozen):
    """One character's page."""

    id: str
    name: str
    facts: str
    """Age, height, hair: what a casting director reads first."""
    words: str
    """The script's own description."""
    scenes: int
    """How many scenes they are in."""
    identity: Identity
    outfits: tuple[Outfit, ...]


class Cast(Frozen):
    title: str
    language: LanguageTag
    says: str
    """Which film this is: ``version 3``, ``a plan that waits``."""
    members: tuple[Member, ...]


def cast_of(series: Series, *, says: str) -> Cast:
    """Everybody in the bible, those in most scenes first."""
    members = [_member(series, character) for character in series.bible.characters]
    members.sort(key=lambda member: -member.scenes)
    title = text_in(series.title, series.language) or series.id
    return Cast(title=title, language=series.language, says=says, members=tuple(members))


def write_cast(cast: Cast, out: Path, *, people: Path | None = None) -> tuple[Path, ...]:
    """Write ``cast.png``, everybody side by side, and a page for each; pages of an earlier cast go.

    Args:
        people: where built people are kept between processes.

    Returns:
        The line-up, then the pages in order.

    Raises:
        SetupError: the cards' font is not there.
    """
    from tools.cut.cast_pages import draw_line_up, draw_page

    pages = [out / LINE_UP]
    write_whole(pages[0], draw_line_up(cast, people))
    for number, member in enumerate(cast.members, start=1):
        pages.append(out / PAGE.format(number=number, who=member.id.replace("/", "-")))
        write_whole(pages[-1], draw_page(cast, member, number, people))
    for stale in sorted(out.glob("cast-[0-9][0-9]-*.png")):
        if stale not in pages:
            stale.unlink()
    return tuple(pages)


def _member(series: Series, character: Character) -> Member:
    outfits = character.wardrobe or (Wardrobe(id=f"{character.id}/plain"),)
    in_scenes = sum(
        any(character.id in shot.cast for shot in scene.shots)
        for episode in series.episodes
        for scene in episode.scenes
    )
    return Member(
        id=character.id,
        name=character.name,
        facts="  ·  ".join(_facts(character.identity)),
        words=text_in(character.description, series.language) or "",
        scenes=in_scenes,
        identity=character.identity,
        outfits=tuple(_outfit(series, outfit) for outfit in outfits),
    )


def _outfit(series: Series, outfit: Wardrobe) -> Outfit:
    words = text_in(outfit.description, series.language) or ""
    return Outfit(wardrobe=outfit, name=outfit.garment, words=words)


def _facts(look: Identity) -> list[str]:
    noun = {"woman": "woman", "man": "man", "androgynous": "person"}[look.presents]
    if look.age < 14:
        noun = {"woman": "girl", "man": "boy"}.get(look.presents, "child")
    hair = _HAIR[look.hair].format(colour=colour_word(look.hair_colour))
    beard = () if look.facial_hair == "none" else (look.facial_hair,)
    marks = [word for word, has in (("glasses", look.glasses), ("freckles", look.freckles)) if has]
    return [f"{noun}, {look.age}", f"{look.height_m:.2f} m", look.build, hair, *beard, *marks]


_COLOUR_WORDS = {
    "black": (22, 18, 17), "dark brown": (46, 30, 20), "brown": (92, 60, 38), "auburn": (135, 60, 32), "red": (170, 60, 35),
    "blond": (212, 178, 104), "grey": (142, 143, 146), "silver": (186, 184, 178), "white": (232, 228, 220),
    "blue": (60, 90, 170), "green": (60, 130, 80), "pink": (217, 135, 163), "purple": (106, 74, 140),
}  # fmt: skip


def colour_word(colour: str) -> str:
    """The nearest name for a colour of hair."""
    rgb = tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return min(_COLOUR_WORDS, key=lambda name: sum((a - b) ** 2 for a, b in zip(_COLOUR_WORDS[name], rgb, strict=True)))
