"""What a CLIP model says of a take: its words, its facts, its place, its style, its clothes."""
