"""Limits on pages: one that hangs, crashes or is damaged is named, and the rest of its document is read."""

from __future__ import annotations

import os
import time
import zlib
from pathlib import Path

import pytest

from index.errors import ReadError
from index.model import ParsedDocument, SourceFile, TextBlock
from index.readers import open_source, read, read_here
from index.readers.limits import Limits, page_jobs, run_limited
from index.understanding import understand

QUICK = Limits(seconds=60, page_seconds=2, lost_pages=2)


def pdf(*streams: bytes, packed: bool = False) -> bytes:
    """A PDF with one page a content stream; ``packed``: Flate-compressed."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(streams)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(streams)}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, stream in enumerate(streams):
        content = zlib.compress(stream, 9) if packed else stream
        filtered = "/Filter/FlateDecode" if packed else ""
        resources = "/Resources<</Font<</F 3 0 R>>>>"
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]{resources}/Contents {5 + 2 * number} 0 R>>"
        objects += [page.encode(), f"<</Length {len(content)}{filtered}>>stream\n".encode() + content + b"\nendstream"]
    body, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"trailer<</Root 1 0 R/Size {len(objects) + 1}>>\nstartxref\n{len(body)}\n%%EOF"
    return body + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode() + trailer.encode()


def words(text: str) -> bytes:
    return f"BT /F 12 Tf 20 100 Td ({text}) Tj ET".encode()


def texts(document: ParsedDocument) -> list[str]:
    return [block.text for page in document.pages for block in page.blocks if isinstance(block, TextBlock)]


# ---------------------------------------------------------------- the watch over pages


def hang(pages: set[int]) -> list[int]:
    return [number for number, lost in page_jobs(6) if not lost and not (number in pages and time.sleep(60))]


def die(pages: set[int]) -> list[int]:
    return [number for number, lost in page_jobs(6) if not lost and not (number in pages and os._exit(3))]


@pytest.mark.parametrize("work", [hang, die])
def test_lost_pages_are_passed_over(work: object) -> None:
    begun: list[tuple[int, int]] = []
    kept = run_limited(work, {3}, "a.pdf", QUICK, lambda page, pages: begun.append((page, pages)))  # type: ignore[arg-type]
    assert kept == [1, 2, 4, 5, 6]
    assert begun == [(1, 6), (2, 6), (3, 6), *((number, 6) for number in range(1, 7))]


def test_file_that_loses_many_pages_is_given_up() -> None:
    with pytest.raises(ReadError, match=r"^a\.pdf：第2、3、5页都无法读取（解析程序异常退出）"):
        run_limited(die, {2, 3, 5}, "a.pdf", QUICK)


def slow(seconds: float) -> int:
    pages = [number for number, _ in page_jobs(2)]
    time.sleep(seconds)
    return len(pages)


def test_time_after_the_last_page_is_not_the_last_pages() -> None:
    assert run_limited(slow, 3.0, "a.pdf", QUICK) == 2


# ---------------------------------------------------------------- PDF pages


def test_damaged_page_is_named_and_the_others_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from index.readers import pdf as reader

    seen = reader.sight_of
    calls: list[int] = []

    def stumbling(page: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            raise ValueError("broken")
        return seen(page)  # type: ignore[arg-type]

    monkeypatch.setattr(reader, "sight_of", stumbling)
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(words("one"), words("two"), words("three")))
    document = read_here(open_source(path))
    assert texts(document) == ["one", "three"]
    assert document.warnings == ("第2页无法读取：内容已损坏（ValueError）",)


def test_compressed_flood_on_a_page_costs_that_page_alone(tmp_path: Path) -> None:
    flood = words("before") + b" 0 0 m 9 9 l S" * 6_000_000
    path = tmp_path / "bomb.pdf"
    path.write_bytes(pdf(words("one"), flood, words("three"), packed=True))
    assert path.stat().st_size < 1 << 20
    document = read(path, Limits(seconds=120, page_seconds=4, memory_bytes=2 << 30))
    assert texts(document) == ["one", "three"]
    (warning,) = document.warnings
    assert warning.startswith("第2页无法读取")


def test_five_thousand_pages_are_read(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    path.write_bytes(pdf(*(words(f"page {number}") for number in range(1, 5001))))
    document = read(path, Limits(seconds=120))
    assert len(document.pages) == 5000
    assert texts(document)[-1] == "page 5000"


def test_findings_name_the_pages_that_were_lost(tmp_path: Path) -> None:
    source = SourceFile(tmp_path / "青山市园林局2023年部门预算.txt", "0" * 64, "text")
    source.path.write_text("青山市园林局2023年部门预算情况说明\n\n一、单位基本情况\n负责公园绿地的养护。\n", "utf-8")
    parsed = read_here(source)
    lost = ParsedDocument(parsed.source, parsed.pages, "text", "1", ("第7页无法读取：读取超过 60 秒",))
    (finding,) = [f for f in understand(lost).findings if f.code == "reading.warning"]
    assert finding.level == "warning"
    assert finding.message == "第7页无法读取：读取超过 60 秒"


def test_deep_page_tree_is_read_or_refused_in_one_line(tmp_path: Path) -> None:
    depth = 20_000
    objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
    objects += [f"<</Type/Pages/Kids[{n + 3} 0 R]/Count 1>>".encode() for n in range(depth)]
    objects += [f"<</Type/Page/Parent {depth + 1} 0 R/MediaBox[0 0 9 9]>>".encode()]
    body = b"%PDF-1.4\n" + b"".join(
        f"{number} 0 obj".encode() + content + b"endobj\n" for number, content in enumerate(objects, 1)
    )
    path = tmp_path / "deep.pdf"
    path.write_bytes(body + f"trailer<</Root 1 0 R/Size {len(objects) + 1}>>\n%%EOF".encode())
    with pytest.raises(ReadError, match=r"^deep\.pdf：[^\n]+$"):
        understand(read(path, QUICK))
