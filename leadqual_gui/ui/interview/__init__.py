"""The call window: the question at hand, answers by one key, the score while the customer talks, notes that stay."""
