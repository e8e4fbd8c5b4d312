Feature: Viewer mode
  Without stage access, attendees are an audience: they see and hear everything, and send neither picture nor sound.

  Rule: Without stage access, attendees can neither join the stage nor be invited

    Background:
      Given a session in which nobody may join the stage
      And Maya moderates

    @VIEW-1
    Scenario: No button to join or to ask
      When Ada arrives
      Then Ada finds no way to join the stage or to ask for it

    @VIEW-1
    Scenario: No invitations either
      Given Ada attends
      Then Maya cannot invite Ada to the stage
      When Maya changes the stage access to "Invite only"
      Then Maya can invite Ada to the stage

  Rule: A viewer watches what happens on stage

    Background:
      Given a session with an audience
      And Maya moderates

    @VIEW-2
    Scenario: Moving pictures and sound
      Given Ada attends
      When Maya joins the stage
      Then Ada sees and hears Maya

    @VIEW-2
    Scenario: A viewer who arrives later
      Given Maya is on stage
      When Ada arrives
      Then Ada sees and hears Maya

  Rule: A viewer has no microphone and camera controls, and sends nothing

    Background:
      Given a session with an audience
      And Maya moderates

    @VIEW-9
    Scenario: A viewer is neither seen nor heard
      Given Ada and Ben attend
      And Maya is on stage
      Then Ben sees and hears Maya, but at no time Ada
      And Ada finds no microphone and camera on the toolbar
      And the browser of Ada uses no device and sends neither picture nor sound
      And the browser of Maya sends picture or sound
