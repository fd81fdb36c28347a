"""The only room with SQL: tables and their queries, one file per noun."""
