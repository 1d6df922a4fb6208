"""Scans made of PDF files: pages as grey pictures, askew, noisy, turned, as a copier delivers them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Copier:
    """How pages come out: dots per inch, degrees askew, lean of the uprights, grey levels of noise, quarter turns."""

    dots: int = 150
    skew: float = 0.6
    lean: float = 0.0
    noise: float = 4.0
    paper: int = 238
    quality: int = 70  # of the JPEG
    quarter_turns: int = 0


def scan(original: Path, pages: Iterable[int], target: Path, copier: Copier) -> Path:
    """Writes a PDF of pictures of some pages (from 1) and returns its path. The same input gives the same pictures."""
    import cv2
    import numpy
    import pypdfium2
    from PIL import Image

    chance = numpy.random.default_rng(7)
    pictures = []
    with pypdfium2.PdfDocument(original) as document:
        for number in pages:
            drawn = document[number - 1].render(scale=copier.dots / 72, grayscale=True).to_numpy()
            image = drawn.reshape(drawn.shape[:2]).astype(numpy.float32) / 255
            height, width = image.shape
            turn = cv2.getRotationMatrix2D((width / 2, height / 2), copier.skew, 1.0)
            turn[0, 1] += copier.lean
            askew = cv2.warpAffine(image, turn, (width, height), borderValue=1.0, flags=cv2.INTER_AREA)
            blurred = cv2.GaussianBlur(askew, (0, 0), 0.5)
            grey = 40 + blurred * (copier.paper - 40) + chance.normal(0, copier.noise, blurred.shape)
            picture = numpy.rot90(grey.clip(0, 255).astype(numpy.uint8), copier.quarter_turns)
            jpeg = BytesIO()
            Image.fromarray(numpy.ascontiguousarray(picture)).save(jpeg, "JPEG", quality=copier.quality)
            pictures.append(Image.open(jpeg))
    pictures[0].save(target, "PDF", save_all=True, append_images=pictures[1:], resolution=copier.dots)
    return target
