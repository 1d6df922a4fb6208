"""Files that are not what they seem: each ends in a ReadError with one clear Chinese line, none hangs or crashes."""

from __future__ import annotations

import io
import os
import re
import time
import zipfile
import zlib
from collections.abc import Callable
from multiprocessing import Pipe
from pathlib import Path
from threading import Timer

import pytest

from index.errors import ReadError
from index.readers import read
from index.readers.limits import Limits, outcome, run_limited

QUICK = Limits(seconds=60)


def pdf_of(pages: int) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(200, 200))
    for number in range(pages):
        canvas.drawString(20, 100, f"page {number}")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def encrypted_pdf() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(20, 100, "closed")
    canvas.save()
    return stream.getvalue()


def no_pages_pdf() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3>>\n%%EOF\n"
    )


def package(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def bomb(main: str) -> Callable[[], bytes]:
    return lambda: package({main: b"<x/>", "xl/worksheets/sheet1.xml": b" " * (64 << 20)})


def workbook() -> bytes:
    import openpyxl

    stream = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["项目", "金额"])
    book.save(stream)
    return stream.getvalue()


def damaged_workbook() -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return package(members | {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row><c"})


def nested_workbook() -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return package(members | {"xl/worksheets/sheet1.xml": b"<worksheet>" + b"<sheetData>" * 100_000})


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0" + bytes(200)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOISE = bytes(range(1, 256)) * 20

HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("a.pdf", bytes, "空"),
    "encrypted PDF": ("a.pdf", encrypted_pdf, "加密"),
    "PDF without pages": ("a.pdf", no_pages_pdf, ""),
    "PDF header only": ("a.pdf", lambda: b"%PDF-1.7\n" + NOISE, "损坏"),
    "PDF cut short": ("a.pdf", lambda: pdf_of(3)[:300], "损坏"),
    "PNG named .pdf": ("a.pdf", lambda: PNG, "PNG"),
    "PNG named .txt": ("a.txt", lambda: PNG, "PNG"),
    "noise named .txt": ("a.txt", lambda: bytes(256) + os.urandom(4000), ""),
    "noise named .docx": ("a.docx", lambda: NOISE, "格式"),
    "truncated workbook": ("a.xlsx", lambda: workbook()[:-200], "损坏"),
    "damaged workbook": ("a.xlsx", damaged_workbook, "损坏"),
    "package of something else": ("a.docx", lambda: package({"readme": b"x"}), "格式"),
    "zip bomb, sheets": ("a.xlsx", bomb("xl/workbook.xml"), "庞大"),
    "zip bomb, words": ("a.docx", bomb("word/document.xml"), "庞大"),
    "hollow DOCX": ("a.docx", lambda: package({"word/document.xml": b"<x"}), "损坏"),
    "OLE without streams": ("a.xls", lambda: OLE + bytes(2000), "损坏"),
    "encrypted workbook": ("a.xlsx", lambda: OLE + "EncryptedPackage\0".encode("utf-16-le") + bytes(600), "加密"),
    "hollow XLS": ("a.xls", lambda: OLE + bytes(600) + "Workbook\0".encode("utf-16-le") + bytes(600), "损坏"),
    "OFD": ("a.ofd", lambda: package({"OFD.xml": b"<x/>"}), "OFD"),
    "Latin words named .pdf": ("a.pdf", lambda: b"no document at all\n" * 50, "格式"),
    "deeply nested sheet": ("a.xlsx", nested_workbook, ""),
    "zip within zip": ("a.xlsx", lambda: package({"inner.zip": package({"xl/workbook.xml": b"<x/>"})}), "格式"),
    "deeply nested HTML": ("a.html", lambda: b"<html><body>" + b"<div>" * 100_000 + b"x", "嵌套"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "words"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_file_is_refused_in_one_line(
    tmp_path: Path, name: str, content: Callable[[], bytes], words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content())
    with pytest.raises(ReadError) as refused:
        read(path, QUICK)
    message = str(refused.value)
    assert words in message
    assert message.startswith(name)
    assert "\n" not in message
    assert "Traceback" not in message


DUMP = "青山市园林局2023年部门预算\n一、单位基本情况\n负责全市公园绿地的养护和管理工作。\n"
SHEET = "<html><body><table><tr><td>项目</td><td>金额</td></tr><tr><td>教育</td><td>1.5</td></tr></table></body></html>"

MISNAMED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "PDF named .xlsx": ("a.xlsx", lambda: pdf_of(1), "pdf"),
    "PDF without a suffix": ("a", lambda: pdf_of(1), "pdf"),
    "HTML named .xls": ("a.xls", SHEET.encode, "html"),
    "HTML in GB18030 named .doc": ("a.doc", lambda: SHEET.encode("gb18030"), "html"),
    "text named .pdf": ("a.pdf", DUMP.encode, "text"),
    "text in GB18030 named .pdf": ("a.pdf", lambda: DUMP.encode("gb18030"), "text"),
    "workbook named .pdf": ("a.pdf", workbook, "xlsx"),
    "workbook named .txt": ("a.txt", workbook, "xlsx"),
}


@pytest.mark.parametrize(("name", "content", "reader"), MISNAMED.values(), ids=MISNAMED)
def test_files_are_read_by_what_they_are(tmp_path: Path, name: str, content: Callable[[], bytes], reader: str) -> None:
    path = tmp_path / name
    path.write_bytes(content())
    assert read(path, QUICK).reader == reader


def test_missing_file_and_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="不存在"):
        read(tmp_path / "nothing.pdf")
    with pytest.raises(ReadError, match="不是普通文件"):
        read(tmp_path)


def test_too_many_pages_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from index.readers import open_source, pdf

    monkeypatch.setattr(pdf, "MAX_PAGES", 5)
    path = tmp_path / "long.pdf"
    path.write_bytes(pdf_of(6))
    with pytest.raises(ReadError, match="6 页"):
        pdf.PdfReader().read(open_source(path))


def test_too_big_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.pdf"
    path.write_bytes(pdf_of(1) + bytes(2 << 20))
    with pytest.raises(ReadError, match="上限"):
        read(path, Limits(file_bytes=1 << 20))


def test_hanging_reader_is_stopped() -> None:
    started = time.monotonic()
    with pytest.raises(ReadError, match="超过 1 秒"):
        run_limited(time.sleep, 60, "慢.pdf", Limits(seconds=1))
    assert time.monotonic() - started < 20


def test_work_may_ask_for_more_time_within_bounds() -> None:
    receiver, sender = Pipe(duplex=False)
    sender.send(30.0)
    Timer(0.4, sender.send, [(True, "ok")]).start()
    assert outcome(receiver, "扫描.pdf", Limits(seconds=0.1)) == (True, "ok")
    sender.send(30.0)
    with pytest.raises(ReadError, match=r"0\.2 秒"):
        outcome(receiver, "扫描.pdf", Limits(seconds=0.1, most_seconds=0.2))


def test_greedy_reader_is_stopped() -> None:
    with pytest.raises(ReadError, match="内存"):
        run_limited(bytearray, 6 << 30, "大.pdf", Limits(seconds=60, memory_bytes=2 << 30))


def test_crashing_reader_is_reported() -> None:
    with pytest.raises(ReadError, match="异常退出"):
        run_limited(os._exit, 3, "坏.pdf", QUICK)


def test_empty_pages_are_named(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "blank.pdf"
    canvas = Canvas(str(path))
    canvas.showPage()
    canvas.save()
    assert read(path, QUICK).warnings == ("第1页没有文字层",)


def test_changed_file_that_fails_leaves_its_stored_version(tmp_path: Path) -> None:
    from index.pipeline import index_paths
    from index.stores import Store

    path = tmp_path / "青山市园林局2023年部门预算.txt"
    path.write_text(DUMP, "utf-8")
    with Store.open(tmp_path / "store") as store:
        assert index_paths([path], store).files == 1
        before, revision = store.documents(), store.revision()
        path.write_bytes(b"%PDF-1.7\n" + NOISE)
        summary = index_paths([path], store)
        assert [failure.file for failure in summary.failed] == [path.name]
        assert (store.documents(), store.revision()) == (before, revision)


def huge_image_pdf() -> bytes:
    """One page with an image of 30,000 × 30,000 points that unpacks to 900 MB from less than one."""
    packer = zlib.compressobj(9)
    pixels = b"".join(packer.compress(bytes(30_000)) for _ in range(30_000)) + packer.flush()
    image = (
        b"<</Type/XObject/Subtype/Image/Width 30000/Height 30000/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(pixels), pixels)
    )
    drawing = b"q 200 0 0 200 0 0 cm /Im0 Do Q"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</XObject<</Im0 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        image,
    )
    body = b"".join(b"%d 0 obj%s endobj\n" % (number, content) for number, content in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF\n"


def test_huge_image_is_read_or_refused_within_the_limits(tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    path.write_bytes(huge_image_pdf())
    assert path.stat().st_size < 2 << 20
    started = time.monotonic()
    try:
        outcome_words = " ".join(read(path, Limits(seconds=60, memory_bytes=2 << 30)).warnings)
    except ReadError as refused:
        outcome_words = str(refused)
    assert re.search("第1页|huge.pdf：", outcome_words)
    assert time.monotonic() - started < 90
