"""Deterministic instruments: same input, same seed, same bytes. No LLM and no LangGraph in here."""
