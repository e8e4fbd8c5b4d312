Feature: What happens on stage
  A person on stage has a tile that everybody sees, a voice that everybody hears, a place under "On stage" in the list
  of participants, and controls of their own microphone and camera.

  Background:
    Given a session in which attendees come on stage
    And Maya moderates

  Rule: Microphone and camera controls appear on the toolbar

    @STAGE-1
    Scenario: The controls appear on joining the stage
      Given Ada attends
      Then Ada finds no microphone and camera on the toolbar
      When Ada joins the stage
      Then Ada finds microphone and camera on the toolbar, both switched on

  Rule: Everybody's participants list shows the person under "On stage"

    @STAGE-2
    Scenario: From one section of the list to the other
      Given Ada and Ben attend
      Then everybody finds Ada listed under "Viewers"
      When Ada joins the stage
      Then everybody finds Ada listed under "On stage"
      And everybody finds Ben listed under "Viewers"

  Rule: The person's tile is on the main stage, for themselves and everybody else

    @STAGE-3
    Scenario: A tile for everybody to see
      Given Ada and Ben attend
      Then nobody finds a tile of Ada on the stage
      When Ada joins the stage
      Then everybody finds a tile of Ada on the stage

  Rule: A tile shows that person's own camera, and their voice is heard

    @STAGE-4
    Scenario: The right picture and the right voice
      Given Ada, Ben and Cleo attend
      When Ada joins the stage
      And Ben joins the stage
      Then Cleo sees and hears Ada and Ben
      And Maya sees and hears Ada and Ben
      And Ada sees and hears Ben
      And Ben sees and hears Ada
      And Ada sees their own camera in their own tile

  Rule: A person who arrives later sees and hears those already on stage

    @STAGE-5
    Scenario: Arriving while others are on stage
      Given Ada and Ben attend
      And Ada and Ben are on stage
      When Cleo arrives
      Then Cleo sees and hears Ada and Ben
      And Cleo finds Ada listed under "On stage"

  Rule: Several people are on stage together, each with their own tile

    @STAGE-6
    Scenario: A panel of four
      Given Ada, Ben and Cleo attend
      And Ada and Ben are on stage
      And Maya is on stage
      When Cleo joins the stage
      Then everybody finds a tile of Ada on the stage
      And everybody finds a tile of Ben on the stage
      And everybody finds a tile of Cleo on the stage
      And everybody finds a tile of Maya on the stage
      And Ada sees and hears Ben, Cleo and Maya
      And Cleo sees and hears Ada, Ben and Maya

  Rule: On stage, too, a name is text

    @SAFE-3
    Scenario: A name with markup
      Given Ada attends under the name "<img src=x onerror=gotIn=1>"
      When Ada joins the stage
      Then everybody finds a tile of Ada on the stage
      And no script in the name was run in anybody's browser
