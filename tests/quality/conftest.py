"""An office for each test."""

from tests.services.conftest import office

__all__ = ["office"]
