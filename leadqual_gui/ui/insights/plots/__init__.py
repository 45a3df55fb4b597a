"""Pictures of what closed leads say: values, and one painted chart for each kind, for screen, paper and files."""
