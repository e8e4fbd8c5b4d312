"""The table shows where each element was found, and a room file can contain the proposed words."""

import tomllib

from conformance.doctor.findings import Finding, Status, count_by_status, table_lines, words_block

COLUMNS = ["moderator, laptop", "attendee, phone"]


def finding(place: str, what: str, column: int, status: Status, seen: str = "") -> Finding:
    return Finding(place, what, COLUMNS[column], status, seen)


FINDINGS = [
    finding("stage", 'region "Stage"', 0, Status.FOUND),
    finding("stage", 'region "Stage"', 1, Status.MISSING, 'main "Stage"'),
    finding("chat", 'button "Send"', 1, Status.NOT_REACHED, "Ada does not get in"),
    finding("stage", 'group "NAME"', 1, Status.OTHER_NAME, 'group "Ada, on stage"'),
]


def test_each_place_has_a_row_and_each_screen_a_column() -> None:
    head, separator, *rows = table_lines(FINDINGS, COLUMNS)
    assert head.split("  ")[0] == "part of the screen"
    assert set(separator) == {"-"}
    assert [[cell.strip() for cell in row.split("  ") if cell] for row in rows] == [
        ["stage", 'region "Stage"', "found", "MISSING", 'main "Stage"'],
        ['group "NAME"', "other name", 'group "Ada, on stage"'],
        ["chat", 'button "Send"', "not reached"],
    ]
    # The columns are aligned.
    assert rows[0].index("MISSING") == rows[1].index("other name") == head.index(COLUMNS[1])


def test_several_lookups_of_an_element_count_once_as_the_worst() -> None:
    repeated_findings = [*FINDINGS, finding("stage", 'region "Stage"', 0, Status.MISSING), FINDINGS[0]]
    assert count_by_status(repeated_findings)[Status.MISSING] == 2
    assert Status.FOUND not in count_by_status(repeated_findings)


def test_a_later_lookup_that_was_not_reached_does_not_count() -> None:
    assert count_by_status([FINDINGS[0], finding("stage", 'region "Stage"', 0, Status.NOT_REACHED)]) == {
        Status.FOUND: 1
    }


def test_words_are_escaped_for_toml() -> None:
    words = {"Join stage": 'Say "yes" \\ go', "Send": "Send", "Chat": "Plausch"}
    parsed = tomllib.loads("\n".join(words_block(words)))
    assert parsed == {"words": {"Join stage": 'Say "yes" \\ go', "Chat": "Plausch"}}
    assert words_block({"Send": "Send"}) == []
