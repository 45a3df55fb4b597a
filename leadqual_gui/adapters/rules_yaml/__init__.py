"""Rules as YAML files: read, check, explain, edit and save them.

`load_rules` reads a folder; `RulesFolder` watches one and keeps the last good rules.
"""
