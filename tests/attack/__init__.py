"""An attack on what everybody is told: subtraction and linear programming against suppressed counts."""
