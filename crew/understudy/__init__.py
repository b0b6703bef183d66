"""House rules: one file per task. Facts in, an answer out, the same every time."""
