"""What must hold while connections break and processes are killed: run by `make chaos`."""
