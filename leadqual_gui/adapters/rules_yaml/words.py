"""Words for messages: guesses at what was meant, and lists that stay short."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(written: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like what was written, if one does."""
    from difflib import get_close_matches

    folded, by_folded = written.casefold(), {word.casefold(): word for word in known}
    begun = [word for word in by_folded if len(folded) >= 3 and word.startswith(folded)]
    close = begun if len(begun) == 1 else get_close_matches(folded, by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


def suggestion(written: str, known: Iterable[str]) -> str:
    """ "did you mean 'points'?", or else what there is to choose from."""
    known = list(known)
    guess = did_you_mean(written, known)
    return f"did you mean '{guess}'?" if guess else choices(known)


def choices(known: Iterable[str], most: int = 12) -> str:
    """ "known: a, b, c", cut where it would become unreadable."""
    known = list(known)
    rest = f", ... ({len(known)} in all)" if len(known) > most else ""
    return f"known: {', '.join(known[:most])}{rest}" if known else "none are defined"
