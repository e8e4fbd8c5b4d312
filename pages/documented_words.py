"""The documented words, which a room file can replace."""

WORDS = frozenset(
    [
        *("Your name", "Enter", "Controls", "Join stage", "Ask to join stage", "Cancel request"),
        # Controls that must be absent: a whole name, and words that a name contains in any order.
        *("Leave stage", "leave … stage", "switch … on"),
        *("Microphone", "Camera", "Raise hand", "React", "REACTION from NAME"),
        *("Applause", "Heart", "Laugh", "Surprise", "Thumbs up", "Celebrate"),
        *("Get ready to join the stage", "Microphone on", "Camera on", "Cancel", "Microphone level"),
        *("You are invited to join the stage", "Decline invitation"),
        *("Requests", "Bring to stage", "Decline", "Stage"),
        *("Participants", "On stage", "Raised hands", "Viewers", "Clear raised hands"),
        *("Actions for NAME", "Invite to stage", "Revoke invitation", "Remove from stage"),
        *("Remove from session", "Remove", "Ask to be let in", "Let in", "Keep out", "Moderator"),
        *("Mute all microphones", "Turn off all cameras"),
        *("Settings", "Stage access", "Everyone on stage", "Join by request", "Invite only", "No stage access"),
        *("Chat", "Message", "Send", "Delete message", "deleted", "Close NAME"),
        *("Polls", "Vote", "Your vote", "votes", "Quizzes", "Answer", "Right answer"),
        *("New poll", "Open poll", "Close poll", "Go to poll", "New quiz", "Open quiz", "Close quiz", "Go to quiz"),
        *("Title", "Question", "Several choices", "Add option", "Add question", "Save draft"),
        # Notifications: the words that a message contains, in any order.
        *("request … declined", "request … closed", "invitation … withdrawn", "stage … full", "viewer"),
        *("removed … session", "NAME … removed … session", "not let in"),
        *("NAME … declined", "NAME … microphones", "NAME … cameras", "microphone", "camera"),
        *("connection … lost", "another", "wait", "poll … open", "poll … closed", "quiz … open"),
        # These have a number after, before or in them.
        *("Option", "is right", "RIGHT of ALL right"),
    ]
)
