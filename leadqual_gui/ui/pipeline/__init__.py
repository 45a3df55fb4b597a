"""The Pipeline screen: leads as cards in the stages of the funnel, moved by hand, held back by gates."""
