"""What recognition knows: words of headers, looks of columns, positions, valences, interview blocks."""
