"""People of the built-in stage: built once from the bible's words, then posed and animated.

``person.build_person`` makes the mesh, ``acting.pose_at`` says how a person stands at a moment,
``person.pose_person`` moves the vertices there. A person's own space: metres, y up, feet at y = 0,
facing +z, their left hand at +x. Head-local space: same axes, eye level at y = 0, adult size.
"""
