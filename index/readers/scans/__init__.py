"""Scanned pages: a picture becomes characters and grids where a PDF's own characters and lines would be.

``Recogniser`` tells the story: the page as a picture (``picture``), made upright and straight (``straighten``), its
rulings (``strokes``), its words found and read by two small networks (``networks``), cell by cell where there is a
grid (``words``), figures checked by how figures are written (``figures``).

The networks come with RapidOCR, which is optional: without it scanned pages stay empty and a warning says so. What
is recognised is never certain; the document's warnings name the pages.
"""

from index.readers.scans.recogniser import Recognised, Recogniser, is_installed

__all__ = ["Recognised", "Recogniser", "is_installed"]
