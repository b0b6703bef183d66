"""Minds: what may answer a question. A mind only writes text; ``crew.ask`` alone judges it."""
