"""The Today screen: whom to call and why, alerts, and what was promised."""
