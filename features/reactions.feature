Feature: Reactions
  Viewers cannot be heard, but they can applaud. A reaction appears over the stage on everybody's screen, with the name
  of the person who sent it, and disappears after a moment.

  Background:
    Given a session with an audience
    And Maya moderates

  Rule: A viewer reacts, and others see the reaction and whose it is

    @VIEW-4
    Scenario: Applause from the audience
      Given Ada and Ben attend
      And Maya is on stage
      When Ada reacts with "Applause"
      Then Maya sees "Applause" from Ada over the stage
      When Ada reacts with "Heart"
      Then Ben sees "Heart" from Ada over the stage

    @VIEW-4
    Scenario: From several people, before an empty stage
      Given Ada and Ben attend
      When Ben reacts with "Heart"
      Then Ada sees "Heart" from Ben over the stage
      When Ada reacts with "Applause"
      Then Ben sees "Applause" from Ada over the stage

  Rule: Besides applause and a heart there are four more reactions

    @VIEW-12
    Scenario Outline: Reacting with "<reaction>"
      Given Ada attends
      When Ada reacts with "<reaction>"
      Then Maya sees "<reaction>" from Ada over the stage

      Examples:
        | reaction  |
        | Laugh     |
        | Thumbs up |
        | Surprise  |
        | Celebrate |
