"""The operation log (操作日志) as people read it: filters, words, export, the state of its chain; and personal data shown with a reason."""
