"""Help in the program: topics in Markdown, read and searched without a network, and a tour of five minutes."""
