"""Gold questions about the printed cells of any indexed document: what was read is asked for in many ways.

``generate`` measures understanding, not reading: its answers are computed from the cells as they were read, by a
short road of its own that shares nothing with the answering code.
"""

from eval.generation.generate import generate

__all__ = ["generate"]
