"""Who stands on the floor while a scene is covered: postures that last, who spoke last, what was shown last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crew.answers.director import CameraFact, CoverFacts, DoingAnswer, Expression, ShotAnswer
from film.series import Mood, Verb
from film.state import MoveKind

LONGEST_NAME = 40
LASTING: dict[Verb, Verb] = {"sit": "sit", "kneel": "kneel", "lie": "lie", "sleep": "sleep", "fall": "lie"}
"""Verbs that leave somebody in a posture until they get up, and what they do from then on."""
RISING: frozenset[Verb] = frozenset(
    {"stand", "walk", "run", "enter", "leave", "embrace", "kiss", "handshake", "dance", "bow"}
)

RESTING: dict[Mood, Expression] = {
    "calm": "neutral", "tense": "stern", "hopeful": "neutral", "sad": "sad", "playful": "happy", "romantic": "tender",
    "eerie": "afraid", "triumphant": "happy",
}  # fmt: skip
"""What a face says in a scene of that mood when the script says nothing."""


@dataclass
class Floor:
    """The state of a scene while its coverage is planned, shot by shot."""

    facts: CoverFacts
    shots: list[ShotAnswer] = field(default_factory=list)
    posture: dict[str, Verb] = field(default_factory=dict)
    speakers: list[str] = field(default_factory=list)
    """On-screen speakers so far, the last one last."""
    group_seen: bool = False
    """A master or two-shot has shown where everybody is."""
    since_group: int = 0
    """Dialogue shots since everybody was seen together."""
    plainly_told: int = 0
    """Stretches of narration in which nobody does a thing that can be shown."""
    inserts: int = 0
    dialogue_shots: int = 0
    asked: CameraFact | None = None
    """A move that the script asked for of whatever comes next."""
    flourishes: int = 0
    """Moves so far that draw the eye to the camera."""

    @property
    def names(self) -> dict[str, str]:
        """Known people: id -> name, short enough for a brief that names several."""
        return {person.id: person.name[:LONGEST_NAME] for person in self.facts.people}

    def add(self, shot: ShotAnswer) -> None:
        for doing in shot.doing:
            if doing.verb in LASTING:
                self.posture[doing.who] = LASTING[doing.verb]
            elif doing.verb in RISING and doing.who in self.posture:
                del self.posture[doing.who]
        self.shots.append(shot)

    def move(self, wanted: MoveKind) -> MoveKind:
        """The move, or a lock-off where the engine cannot make it."""
        return wanted if not self.facts.limits.moves or wanted in self.facts.limits.moves else "lock_off"

    def trimmed(self, people: Sequence[str]) -> list[str]:
        """Known people, each once, as many as the engine can show."""
        known = self.names
        return list(dict.fromkeys(who for who in people if who in known))[: self.facts.limits.max_cast]

    def listener(self, speaker: str, present: Sequence[str]) -> str | None:
        """Who is spoken to: the one who spoke before, else the first other person there."""
        others = [who for who in present if who != speaker]
        return next((who for who in reversed(self.speakers) if who in others), others[0] if others else None)

    def doings(
        self, people: Sequence[str], deeds: Mapping[str, tuple[Verb, Expression]], toward: Mapping[str, str | None]
    ) -> list[DoingAnswer]:
        """What everybody in the frame does: their deed, else the posture they are in, with the scene's face."""
        resting = RESTING[self.facts.scene.mood]
        found = []
        for who in people:
            verb, expression = deeds.get(who, (self.posture.get(who, "stand"), "neutral"))
            found.append(
                DoingAnswer(
                    who=who,
                    verb=verb,
                    toward=toward.get(who),
                    expression=resting if expression == "neutral" else expression,
                )
            )
        return found
