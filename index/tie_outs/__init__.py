"""Arithmetic identities (勾稽) within and between a document's tables, from any reader.

``check_tables`` gives findings, ``coverage`` how many amounts are proved by an identity, ``claims_of`` the claims
themselves: sums along columns and rows, income and expenditure, the same figure in several tables, changes and rates.
"""

from index.tie_outs.claims import Claim, Place, Sheets, read_sheets
from index.tie_outs.coverage import TableCoverage, coverage, table_coverage
from index.tie_outs.findings import check_tables, claims_of
from index.tie_outs.identities import ColumnIdentity, RowFamily, column_identities, row_families

__all__ = [
    "Claim",
    "ColumnIdentity",
    "Place",
    "RowFamily",
    "Sheets",
    "TableCoverage",
    "check_tables",
    "claims_of",
    "column_identities",
    "coverage",
    "read_sheets",
    "row_families",
    "table_coverage",
]
