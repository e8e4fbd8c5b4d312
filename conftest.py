"""The suite's pytest plugins and step definitions.

The plugins are grouped by purpose. The step definitions are roughly in the order of a session in the room.
"""

PLUGINS = [
    # the run: its verdicts, room, people and evidence
    "conformance.plugins.verdicts_plugin",
    "conformance.plugins.people_plugin",
    "conformance.plugins.room_plugin",
    "conformance.plugins.evidence_plugin",
    "conformance.plugins.recorder_hooks_plugin",
    # features: which are collected, how their steps run and fail
    "conformance.plugins.selection_plugin",
    "conformance.plugins.shard_plugin",
    "conformance.plugins.pausing_plugin",
    "conformance.plugins.latest_action_plugin",
    "conformance.plugins.failures_plugin",
    "conformance.plugins.feature_files_plugin",
    "conformance.plugins.catalogue_tags_plugin",
    "conformance.plugins.ambiguous_steps_plugin",
    # failures: the load of the machine, the summary, the confirmation
    "living_docs.recording.load_plugin",
    "conformance.plugins.summary_plugin",
    "conformance.plugins.confirmation.confirmation_plugin",
    # the record, the workers, the progress display
    "living_docs.recording.recording_plugin",
    "tools.processors_plugin",
    "tools.progress.progress_plugin",
]
STEPS = [
    "steps.sessions",
    "steps.joining",
    "steps.requesting",
    "steps.inviting",
    "steps.watching",
    "steps.notifying",
    "steps.leaving",
    "steps.chatting",
    "steps.raising_hands",
    "steps.microphone_and_camera",
    "steps.moderating",
    "steps.moderating_people",
    "steps.moderating_the_chat",
    "steps.recovering",
    "steps.acting_simultaneously",
    "steps.accessibility",
    "steps.unauthorised_attempts",
    "steps.polls_and_quizzes",
    "steps.offering_polls_and_quizzes",
    "steps.polling",
    "steps.quizzing",
    "steps.not_offering",
]
pytest_plugins = [*PLUGINS, *STEPS]
