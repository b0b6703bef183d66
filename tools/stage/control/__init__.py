"""Control maps: what the stage knows exactly about a frame, in the files that conditioning of diffusion models expects.

surfaces (what every pixel sees) > encoded (depth, normals, masks, edges), flow, pose > written.
"""

from tools.stage.control.written import KINDS, ControlMaps, write_control_maps

__all__ = ["KINDS", "ControlMaps", "write_control_maps"]
