"""The people: screenwriter, continuity, director, critic. One agent, one file.

An agent turns domain objects and a mind into a decision. It knows nothing of graphs, folders or
engines beyond their stated abilities, and every answer goes through ``ask``.
"""
