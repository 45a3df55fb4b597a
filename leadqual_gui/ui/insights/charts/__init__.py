"""Painted charts of the Insights screen: plain QPainter, values on hover, the same picture as PNG and SVG."""
