"""Who builds a set: puts things where they belong and remembers what they block, seat and light."""

from collections.abc import Callable, Sequence

from tools.stage.light import Practical
from tools.stage.mesh import MeshBuilder
from tools.stage.sets import props
from tools.stage.sets.stage_set import Obstacle, Seat, flat_floor


class Stagehand:
    """Collects a set while it is built: its mesh, obstacles, seats and lamps."""

    def __init__(self, level: float, floor: Callable[[float, float], float] = flat_floor) -> None:
        """
        Args:
            level: how far lamps are up, 0 to 1.
            floor: (x, z) to the height of the ground, metres; things stand on it.
        """
        self.builder = MeshBuilder()
        self.level = level
        self.floor = floor
        self.obstacles: list[Obstacle] = []
        self.seats: list[Seat] = []
        self.lamps: list[Practical] = []

    def put(self, prop: props.Prop, x: float, z: float, yaw_deg: float = 0.0, *, up_m: float = 0.0) -> None:
        """Stand a prop `up_m` above the ground at (x, z)."""
        blocked, seats, lamps = props.put(self.builder, prop, x, z, yaw_deg, self.level, self.floor(x, z) + up_m)
        self.obstacles += blocked
        self.seats += seats
        self.lamps += lamps

    def put_all(self, fittings: Sequence[tuple[props.Prop, float, float, float]]) -> None:
        """Stand every (prop, x, z, yaw_deg) on the set."""
        for prop, x, z, yaw_deg in fittings:
            self.put(prop, x, z, yaw_deg)

    def block(self, x0: float, x1: float, z0: float, z1: float, height_m: float) -> None:
        """Keep people and cameras out of an upright box that reaches `height_m` above the ground."""
        self.obstacles.append(Obstacle(x0, x1, z0, z1, height_m))

    def dress(
        self,
        dressing: Sequence[str],
        marks: Sequence[tuple[float, float, float]],
        already: Sequence[str] = (),
    ) -> None:
        """Put the nouns the scene mentions on free marks (x, z, yaw_deg), but those the set has `already`."""
        wanted = [word for word in dressing if word not in already]
        blocked, seats, lamps = props.dress(self.builder, wanted, marks, self.level, self.floor, props.EVERY_PROP)
        self.obstacles += blocked
        self.seats += seats
        self.lamps += lamps
