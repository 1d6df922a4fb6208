"""Which way up a scanned page is: text that stands on its side or head reads badly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.readers.scans.networks import Networks

if TYPE_CHECKING:
    from index.readers.scans.networks import Image

_TRIED = 6  # lines
_READS_WELL = 0.75


def quarter_turns(image: Image, found: Sequence[Image], networks: Networks) -> int:
    """How many counter-clockwise quarter turns put the text upright; ``found`` are boxes around its lines."""
    sizes = [(box.max(axis=0) - box.min(axis=0), box) for box in found]
    long = [(size, box) for size, box in sizes if max(size) > 2.5 * min(size)]
    if not long:
        return 0
    upright = sum(size[0] > size[1] for size, _ in long)
    sideways = 2 * upright < len(long)
    lying = [box for size, box in long if (size[0] < size[1]) == sideways]
    lying = sorted(lying, key=lambda box: -float((box.max(axis=0) - box.min(axis=0)).max()))[1 : _TRIED + 1] or lying
    first, second = (1, 3) if sideways else (0, 2)
    well = _how_well(image, lying, first, networks)
    if well > _READS_WELL:
        return first
    return first if well >= _how_well(image, lying, second, networks) else second


def _how_well(image: Image, boxes: Sequence[Image], turns: int, networks: Networks) -> float:
    """The mean confidence of the characters of some lines, each turned."""
    import numpy

    sure: list[float] = []
    for box in boxes[:_TRIED]:
        (left, top), (right, bottom) = box.min(axis=0).astype(int), box.max(axis=0).astype(int)
        line = image[max(top, 0) : bottom, max(left, 0) : right]
        if line.size:
            sure += [character.confidence for character in networks.read(numpy.rot90(line, turns)).characters]
    return sum(sure) / len(sure) if sure else 0.0
