"""The sample workspace: about 300 plainly invented leads over a year, so that each screen has something true to show.

Everybody and everything in it is made up: companies at example domains, telephone numbers with 555.
"""
