"""文件: what comes from above and is answered, what the town issues itself and whom it binds, who answers for which trade."""
