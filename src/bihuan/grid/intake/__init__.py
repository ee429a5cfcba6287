"""Cells, persons and posts out of tables (导入网格、人员、岗位): what is declared to `bihuan.intake`, and how it is taken in."""
