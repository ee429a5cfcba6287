"""Units out of a table (导入监管对象): what is declared to `bihuan.intake`, and the action over many rows."""
