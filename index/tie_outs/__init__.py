"""Arithmetic identities (勾稽) within and between a document's tables, from any reader.

``check_tables`` gives findings, ``coverage`` how many amounts are proved by an identity, ``sums`` the sums themselves.
"""

from index.tie_outs.findings import check_tables, coverage
from index.tie_outs.identities import ColumnIdentity, RowFamily, column_identities, row_families

__all__ = ["ColumnIdentity", "RowFamily", "check_tables", "column_identities", "coverage", "row_families"]
