"""Office files are ZIP archives: rewritten with fixed dates so that the same content gives the same bytes."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

_EPOCH = (2024, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def settle(path: Path) -> None:
    """Rewrites an archive with fixed member dates and a fixed modification date in its properties."""
    with zipfile.ZipFile(path) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, _MODIFIED.sub(rb"\g<1>2024-01-01T00:00:00Z\g<2>", content))
