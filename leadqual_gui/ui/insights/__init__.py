"""The Insights screen: what closed leads say the points should be, and pictures that people look at."""
