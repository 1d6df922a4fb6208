"""From raw grids, as a reader found them on pages, to budget tables with exact meaning.

``RawTable → Grid (slots know what covers them) → Sheet (caption, grid, notes) → continuation joined →
header tree, column roles, sides → rows with their hierarchy → BudgetTable``.
"""
