"""The two networks of RapidOCR's wheel: one finds lines of text in a picture, the other reads a line.

They are run directly: a line at a time without padding (half the time of batches), and with every step's
probabilities at hand, so that a figure can be read among the characters of figures alone.
"""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy

    Image = numpy.ndarray[Any, Any]

FIGURE_CHARACTERS = "0123456789.,-%"
_HEIGHT = 48  # pixels of a line, as the reading network was trained
_NARROWEST, _WIDEST = 48, 3200
_THREADS = 2
_SURE_TEXT, _SURE_BOX = 0.3, 0.5  # of a pixel and of a whole box to be text
_GROWTH = 1.6  # the finding network marks the core of a line; its box is this much larger
_MOST_BOXES = 3000


@dataclass(frozen=True, slots=True)
class Character:
    """A character read: ``centre`` as a share of the line's width, ``confidence`` from 0 to 1."""

    text: str
    centre: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """A line as read, and as read if it holds nothing but a figure."""

    characters: tuple[Character, ...]
    figure: tuple[Character, ...]

    @property
    def text(self) -> str:
        return "".join(character.text for character in self.characters)

    @property
    def confidence(self) -> float:
        """That of the least certain character."""
        return min((character.confidence for character in self.characters), default=0.0)

    @property
    def mean(self) -> float:
        return sum(character.confidence for character in self.characters) / max(len(self.characters), 1)


@dataclass(frozen=True, slots=True)
class Networks:
    finder: Any
    reader: Any
    alphabet: tuple[str, ...]
    figures: tuple[int, ...]  # where FIGURE_CHARACTERS stand in the alphabet

    def lines(self, image: Image) -> list[Image]:
        """The corners (4 × 2, pixels) of the boxes around lines of text in a grey picture."""
        import cv2
        import numpy

        height, width = (max(32, round(side / 32) * 32) for side in image.shape)
        marks = self.finder.run(None, {"x": _as_input(cv2.resize(image, (width, height)))})[0][0, 0]
        mask = cv2.dilate((marks > _SURE_TEXT).astype(numpy.uint8), numpy.ones((2, 2), numpy.uint8))
        scale = numpy.array([image.shape[1] / width, image.shape[0] / height])
        contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        boxes = (_line_box(contour, marks) for contour in contours[:_MOST_BOXES])
        return [box * scale for box in boxes if box is not None]

    def read(self, line: Image) -> Reading:
        """The characters of a grey picture of one line."""
        import cv2
        import numpy

        height, width = line.shape
        wanted = min(max(round(width * _HEIGHT / height), 8), _WIDEST)
        scaled = cv2.resize(line, (wanted, _HEIGHT), interpolation=cv2.INTER_CUBIC)
        room = max(_NARROWEST - wanted, 0) + (-max(wanted, _NARROWEST) % 8)
        paper = float(numpy.percentile(scaled, 90))
        padded = cv2.copyMakeBorder(scaled, 0, 0, 0, room, cv2.BORDER_CONSTANT, value=paper)
        steps = self.reader.run(None, {"x": _as_input(padded)})[0][0]
        share = padded.shape[1] / wanted / len(steps)  # of the line's width that a step covers
        alone = steps[:, (0, *self.figures)]
        alone = alone / alone.sum(axis=1, keepdims=True)
        return Reading(_decoded(steps, self.alphabet, share), _decoded(alone, ("", *FIGURE_CHARACTERS), share))


def models_folder() -> Path | None:
    """Where RapidOCR keeps its models; None where it is not installed."""
    found = importlib.util.find_spec("rapidocr")
    places = found.submodule_search_locations if found else None
    return Path(places[0]) / "models" if places else None


def load_networks(folder: Path) -> Networks:
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    reader = _session(next(folder.glob("*_rec_*.onnx")))
    characters = reader.get_modelmeta().custom_metadata_map["character"].splitlines()
    alphabet = ("", *characters, " ")
    return Networks(
        _session(next(folder.glob("*_det_*.onnx"))),
        reader,
        alphabet,
        tuple(alphabet.index(char) for char in FIGURE_CHARACTERS),
    )


def _session(model: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _THREADS
    options.log_severity_level = 4
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting threads give way to others
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _as_input(image: Image) -> Image:
    import numpy

    plane = ((image.astype(numpy.float32) / 255) - 0.5) / 0.5
    stacked: Image = numpy.stack([plane] * 3)[None]
    return stacked


def _line_box(contour: Image, marks: Image) -> Image | None:
    """The box around a marked stretch, grown to the whole line; None where it is no text."""
    import cv2
    import numpy

    centre, (width, height), angle = cv2.minAreaRect(contour)
    if min(width, height) < 3:
        return None
    left, top, across, down = cv2.boundingRect(contour)
    inside = numpy.zeros((down, across), numpy.uint8)
    cv2.fillPoly(inside, [contour - (left, top)], 1)
    if cv2.mean(marks[top : top + down, left : left + across], mask=inside)[0] < _SURE_BOX:
        return None
    growth = _GROWTH * width * height / (width + height)
    return cv2.boxPoints((centre, (width + growth, height + growth), angle))


def _decoded(steps: Image, alphabet: tuple[str, ...], share: float) -> tuple[Character, ...]:
    """Repeated characters are one, the blank (0) parts them (connectionist temporal classification)."""
    best, sure = steps.argmax(axis=1).tolist(), steps.max(axis=1).tolist()
    found: list[Character] = []
    start = 0
    for step in range(1, len(best) + 1):
        if step < len(best) and best[step] == best[start]:
            continue
        if best[start]:
            centre = (start + step) / 2 * share
            found.append(Character(alphabet[best[start]], centre, max(sure[start:step])))
        start = step
    return tuple(found)
