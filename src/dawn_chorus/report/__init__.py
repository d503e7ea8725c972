"""Report: statements with citations, chosen, written, checked, drawn and rendered."""
