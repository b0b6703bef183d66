"""What ``make bench`` measures of people: how long one takes from words to a mesh for close-ups."""

from __future__ import annotations

import time

from film.bible import Identity, Wardrobe


def character_build_s() -> float:
    """CPU seconds of the cold build of a close person, nothing kept: the best of three different people."""
    from tools.stage.people.building import build
    from tools.stage.people.features import draw_face
    from tools.stage.people.measures import measure

    people = (
        Identity(presents="woman", age=31, hair="long", face_seed=1),
        Identity(presents="man", age=52, hair="short", facial_hair="beard", glasses=True, face_seed=2),
        Identity(presents="woman", age=70, hair="curly", skin_tone=7, face_seed=3),
    )
    spent = []
    for identity in people:
        began = time.process_time()
        face = draw_face(identity)
        build(identity, Wardrobe(id="bench", garment="coat"), face, measure(identity, face), "close")
        spent.append(time.process_time() - began)
    return min(spent)
