"""What a reader hands over → a budget document: tables, sections, metadata, facts, findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.definitions import read_contact, read_definitions
from index.dumps import narrative_lines
from index.errors import ReadError
from index.facts import table_facts
from index.manifest import document_id
from index.metadata import read_metadata
from index.model import RECOGNISED, BudgetDocument, Finding, ParsedDocument, TextBlock
from index.narrative import read_facts
from index.sections import read_sections
from index.tables import build_tables
from index.tie_outs import check_document, with_doubt


def understand(parsed: ParsedDocument) -> BudgetDocument:
    """What a reader hands over as a budget document; ReadError when it is none."""
    path = parsed.source.path
    recognised = {page.number for page in parsed.pages if not page.certain}
    tables = with_doubt(build_tables(parsed), recognised)
    blocks = _blocks(parsed)
    sections = read_sections(blocks)
    if not tables and not sections:
        raise ReadError(f"{path.name}：没有读到表格或正文")
    identity = document_id(parsed.source.sha256)
    metadata = read_metadata(path.name, blocks, tables)
    if not tables and not (metadata.department and metadata.year):
        raise ReadError(f"{path.name}：没有表格，也没有认出部门和年度，不像预算或决算文件。")
    document = BudgetDocument(
        id=identity,
        source=parsed.source,
        department=metadata.department,
        region=metadata.region,
        year=metadata.year,
        stage=metadata.stage,
        scope=metadata.scope,
        tables=tables,
        sections=sections,
        short_names=metadata.short_names,
        definitions=read_definitions(sections, identity),
        page_count=len(parsed.pages),
        published=metadata.published,
        contact=read_contact(sections, blocks),
    )
    in_sentences = (
        replace(fact, certain=fact.certain and fact.provenance.page not in recognised)
        for fact in read_facts(sections, document_id=identity, year=document.year, stage=document.stage)
    )
    document = replace(document, facts=(*table_facts(document), *in_sentences))
    notes = (*_recognition(identity, recognised), *_warnings(identity, (*parsed.warnings, *metadata.warnings)))
    return replace(document, findings=(*notes, *check_document(document)))


def _recognition(identity: str, pages: set[int | None]) -> Iterator[Finding]:
    """One finding where any page was recognised from a picture: its uncertain figures are read, not inferred."""
    if pages:
        yield Finding(
            RECOGNISED, "warning", f"有{len(pages)}页是扫描图像，内容由识别得来，数字请对照原件核对", identity
        )


def _warnings(identity: str, warnings: Sequence[str]) -> Iterator[Finding]:
    return (Finding("reading.warning", "warning", warning, identity) for warning in warnings)


def _blocks(parsed: ParsedDocument) -> tuple[TextBlock, ...]:
    """The text outside tables; a text dump holds its tables as lines, which do not count."""
    if parsed.reader == "text":
        return tuple(narrative_lines(parsed))
    return tuple(block for page in parsed.pages for block in page.blocks if isinstance(block, TextBlock))
