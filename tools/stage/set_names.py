"""Names of the stage's sets, for whoever only needs to know which there are."""

SET_NAMES = (
    "street", "room", "cafe", "forest", "shore", "valley", "neutral", "kitchen", "bedroom", "office", "hospital",
    "classroom", "train", "station", "church", "temple", "market", "rooftop", "park", "desert", "cave", "warehouse", "cell", "quay",
    "car", "deck", "lamp_room",
)  # fmt: skip
