"""How rules are edited: drafts that survive a crash, publishing with a reason, versions, merging, taking back.

`desk.RuleDesk` is the facade; `drafts` holds what is edited, `merging` brings two people's changes together.
"""
