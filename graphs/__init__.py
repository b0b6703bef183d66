"""The order of work: LangGraph state machines over the crew and the tools.

State is plain JSON and ids. Nodes are thin: state -> one call -> a partial update. Deciding which
way to go lies in ``routes`` and is pure.
"""
