Feature: Offering polls and quizzes
  The person who prepares a session decides whether there are polls or quizzes, and moderators can change that while it
  runs. No screen shows polls or quizzes that are not enabled.

  Rule: Where polls or quizzes are not enabled, no screen shows them

    @VIEW-8
    Scenario Outline: A session with <some> alone
      Given a session with <some>
      And Maya moderates
      And Ada attends
      Then everybody finds <some>
      And nobody finds <others>

      Examples:
        | some    | others  |
        | polls   | quizzes |
        | quizzes | polls   |

    @VIEW-8
    Scenario: A session with neither
      Given a session without polls and quizzes
      And Maya moderates
      And Ada attends
      Then nobody finds polls
      And nobody finds quizzes

  Rule: Polls and quizzes can be enabled and disabled while the session runs

    @MODERATE-5
    Scenario Outline: Enabling and disabling <kind>
      Given a session without polls and quizzes
      And Maya and Noah moderate
      And Ada attends
      When Maya enables <kind>
      Then everybody finds <kind>
      And Noah finds <kind> switched on
      When Noah disables <kind>
      Then nobody finds <kind>
      And Maya finds <kind> switched off
      And Ada finds no settings

      Examples:
        | kind    |
        | polls   |
        | quizzes |

    @MODERATE-5
    Scenario: Polls alone
      Given a session without polls and quizzes
      And Maya moderates
      And Ada attends
      When Maya enables polls
      Then Ada finds polls
      And Ada finds no quizzes

    @MODERATE-5
    Scenario: Polls disabled while a poll is open
      Given a session with polls and quizzes
      And Maya moderates
      And Ada and Ben attend
      And Maya has opened the poll "Shall we meet outdoors?" with "Yes" and "No"
      And Ada has voted for "Yes"
      And Ada has voted for "No"
      When Maya disables polls
      Then nobody finds polls
      And Ben finds quizzes
      When the browser of Ada repeats what it sent to vote for "Yes"
      And Maya enables polls
      Then Maya finds 0 votes for "Yes" and 1 vote for "No"
      And Ada finds "No" chosen
      When the browser of Ada repeats what it sent to vote for "Yes"
      Then Maya finds 1 vote for "Yes" and 0 votes for "No"
      When Ben votes for "No"
      Then Maya finds 1 vote for "Yes" and 1 vote for "No"
