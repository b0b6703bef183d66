"""Styles: finished frames painted over in passes that data describes (``configs/styles/``), steady in motion."""
