Feature: A full stage
  A stage holds a limited number of people. A person who tries to join a full stage is notified that it is full, and
  nobody has to leave.

  Rule: Joining a full stage is refused with a clear message, and nobody is removed from it

    @DIRECT-7
    Scenario: Joining a full stage
      Given a session in which everyone may join the stage, with room for 2
      And Maya moderates
      And Ada, Ben and Cleo attend
      And Ada and Ben are on stage
      When Cleo tries to join the stage
      Then Cleo is notified that the stage is full
      When Cleo gives up
      Then Cleo is a viewer on everybody else's screen
      And nobody finds a tile of Cleo on the stage
      And Ada is on stage
      And Cleo sees and hears Ada and Ben

    @DIRECT-7
    Scenario: Joining once a place is free
      Given a session in which everyone may join the stage, with room for 1
      And Maya moderates
      And Ada and Ben attend
      And Ada is on stage
      And Ben has tried to join the stage
      And Ben is notified that the stage is full
      And Ben has given up
      When Maya removes Ada from the stage
      And Ben joins the stage
      Then Ben is on stage
