"""Clean data: leads that stand twice, what to mend first, and what is held about people."""
