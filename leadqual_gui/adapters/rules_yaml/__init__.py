"""Rules as YAML files: read, check, explain, edit and save them.

`folder.load_rules` reads a folder, `watch.RulesFolder` keeps the last good rules while files change, and
`seed.seed_rules` makes a folder. On the way from bytes to values: `source` (text), `strict` (a tree of `nodes`),
`record` and `shapes` with one module of `kinds` a file (values). On the way back: `writer` and `render` (text),
`edit` and `slices` (the one place that changes), `matrix_text` (from one matrix to another), `save` (whole or not).
"""
