"""The rooms under test: how the suite opens sessions in them, and adapters for rooms whose screens differ."""
