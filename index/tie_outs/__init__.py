"""Arithmetic identities (勾稽) within and between a document's tables and its sentences, from any reader.

``check_document`` gives all findings, ``check_tables`` those of the tables; ``table_coverage`` says how many amounts
are proved by an identity, ``with_doubt`` which cells of a picture are; ``doubted`` which
figures of its sentences an error speaks against; ``claims_of`` gives the claims themselves.
"""

from index.tie_outs.audit import check_document
from index.tie_outs.claims import Claim, Place, Sheets, read_sheets
from index.tie_outs.coverage import TableCoverage, coverage, table_coverage
from index.tie_outs.doubts import doubted
from index.tie_outs.findings import check_tables, claims_of
from index.tie_outs.identities import ColumnIdentity, RowFamily, column_identities, row_families
from index.tie_outs.recognised import with_doubt
from index.tie_outs.sentences import Statement, statements

__all__ = [
    "Claim",
    "ColumnIdentity",
    "Place",
    "RowFamily",
    "Sheets",
    "Statement",
    "TableCoverage",
    "check_document",
    "check_tables",
    "claims_of",
    "column_identities",
    "coverage",
    "doubted",
    "read_sheets",
    "row_families",
    "statements",
    "table_coverage",
    "with_doubt",
]
