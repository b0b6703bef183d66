"""The built-in stage: a deferred software renderer with its sets, light, people and camera.

Space is in metres, y up, right-handed; a person faces +z in their own space. Colour is scene-linear with
Rec.709 primaries until `post` turns it into display bytes. Nothing here is imported eagerly: the compiled kernels
(`raster`, `shading`, `shadows`, `occlusion`, `sky`, `post`) cost seconds to compile the first time; see `warm`.
"""
