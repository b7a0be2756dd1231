"""What leaves the house as a table: responses, plans and indicators, as CSV, XLSX or SPSS."""
