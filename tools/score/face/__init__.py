"""What the faces of a take say: who is on screen, how large, and which way they look."""
