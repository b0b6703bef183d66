"""Measures taken on a take's files, and the verdict that the gates make of them."""
