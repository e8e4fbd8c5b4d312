"""The pytest plugins of the suite: one module named ``…_plugin.py`` for each."""
