"""HTTP in and out, one package per audience."""
