Feature: Quizzes
  A moderator asks several questions that have right answers. When the quiz is closed, attendees see the right answers
  and their own result, and moderators see everybody's results.

  Background:
    Given a session with quizzes
    And Maya moderates
    And Ada and Ben attend

  Rule: Where quizzes are enabled, a viewer can take part in them

    @VIEW-7
    Scenario: From the questions to the results
      When Maya opens the quiz "Stagecraft"
        | question               | right        | wrong                   |
        | Who calls the cues?    | The manager  | The prompter, The usher |
        | What belongs to a rig? | Truss, Hoist | Gauze                   |
      And Ada answers
        | question               | chosen       |
        | Who calls the cues?    | The manager  |
        | What belongs to a rig? | Truss, Hoist |
      And Ben answers
        | question               | chosen      |
        | Who calls the cues?    | The manager |
        | What belongs to a rig? | Truss       |
      And Maya closes the quiz
      Then Ada has 2 of 2 right
      And Ben has 1 of 2 right
      And Maya finds Ada with 2 of 2 right
      And Maya finds Ben with 1 of 2 right
      And Ben finds these marked as right under "What belongs to a rig?": Truss, Hoist

  Rule: Viewers are notified of a quiz, and reach it from the notification

    @VIEW-16
    Scenario: The notification of a quiz
      When Maya opens the quiz "Stagecraft"
        | question            | right       | wrong        |
        | Who calls the cues? | The manager | The prompter |
      Then Ada is notified of the quiz
      And the notification leads Ada to the quiz

  Rule: Answers can be changed until the quiz is closed, and count once

    @VIEW-14
    Scenario: Answers can be changed until the close, and not after it
      Given Maya has opened the quiz "Stagecraft"
        | question            | right       | wrong        |
        | Who calls the cues? | The manager | The prompter |
      And Ada has answered
        | question            | chosen      |
        | Who calls the cues? | The manager |
      And Ben has answered
        | question            | chosen       |
        | Who calls the cues? | The prompter |
      When Ada answers
        | question            | chosen       |
        | Who calls the cues? | The prompter |
      And the browser of Ben repeats what it sent to answer
      And Ben answers
        | question            | chosen      |
        | Who calls the cues? | The manager |
      And Maya closes the quiz
      Then Ada cannot answer any more
      And Ada has 0 of 1 right
      And Ben has 1 of 1 right
      And Maya finds Ada with 0 of 1 right
      And Maya finds Ben with 1 of 1 right

  Rule: No attendee sees right answers before the close, or anybody else's result after it

    @VIEW-15
    Scenario: No right answers before the close
      Given Maya has opened the quiz "Stagecraft"
        | question            | right       | wrong        |
        | Who calls the cues? | The manager | The prompter |
      And Ada has answered
        | question            | chosen      |
        | Who calls the cues? | The manager |
      Then Maya finds Ada with 1 of 1 right
      And Ada finds neither right answers nor a result
      And Ben finds neither right answers nor a result
      When Maya closes the quiz
      Then Ben finds these marked as right under "Who calls the cues?": The manager
      And Ben finds no result of Ada
      And Ada has 1 of 1 right

  Rule: Moderators prepare quizzes, and do not answer themselves

    @MODERATE-12
    Scenario: A draft is for moderators, and any of them can open it
      Given Noah moderates
      And Maya has written the quiz "Stagecraft"
        | question            | right       | wrong        |
        | Who calls the cues? | The manager | The prompter |
      Then Noah finds the quiz
      And Ada does not find the quiz
      When Ada reloads the page
      Then Ada does not find the quiz
      When Noah opens the quiz
      Then Ada finds the quiz
      And Noah cannot answer
