"""The first tab: today's points beside what closed leads say, and the way into a draft."""
