"""The hurry until the first window is painted: nothing is done that can wait until it stands there.

Two things cost a quarter of that time and bring nothing then. Python's garbage collector looks again and again at what
imports have just made. And PySide reads the source of every module that is imported, to find out whether the module
might ask for one of its `__feature__` switches; ours never do.
"""

from __future__ import annotations

import gc
import importlib


def hurry() -> None:
    """Put off what can wait. Called before the first import of Qt."""
    gc.disable()
    try:
        importlib.import_module("PySide6.QtCore")
        feature = importlib.import_module("shibokensupport.feature")
    except ImportError:
        return
    if "_mod_uses_pyside" in vars(feature):
        vars(feature)["_mod_uses_pyside"] = lambda _module: False


def calm_down() -> None:
    """The window is there: from now on `ui.garbage` collects, except among what has been imported and stays."""
    gc.freeze()
