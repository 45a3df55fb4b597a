"""The report for the meeting: everything that closed leads say, as one PDF or one HTML page."""
