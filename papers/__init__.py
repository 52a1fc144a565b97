"""Paper in and out: workbooks become plain rows, and rows become workbooks."""
