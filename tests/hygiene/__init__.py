"""The hygiene gate: what must hold of features, steps and page objects themselves, whatever the room.

Part of `make check`, except for the steps on a blank page, which need a browser. Sleeps are banned by ruff (TID251 in
pyproject.toml).

| module               | finds                                                                                |
|----------------------|--------------------------------------------------------------------------------------|
| test_steps.py        | undefined, ambiguous and unused steps                                                |
| test_rule_ids.py     | scenarios without an id, ids without a scenario, ids that vanished or are not pinned |
| test_page_objects.py | unused methods of page objects, pauses, states of the screen asked for in passing    |
| test_then_steps.py   | Then steps that hold on a blank page                                                 |
"""
