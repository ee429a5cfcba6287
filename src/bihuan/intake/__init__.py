"""Excel in (导入): a file becomes rows of whatever an app has declared that it takes in. Knows nothing of safety."""
