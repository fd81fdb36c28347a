"""`mentalmap survey questions`, `open` and `close`, as somebody types them."""

from tests.store.test_removing_commands import Run, project, run

__all__ = ["project", "run"]


def test_a_round_is_made_ready_and_opened_from_a_terminal(run: Run, project: str) -> None:
    assert run("project", "add", project, "--name", "Made").exit_code == 0
    assert run("survey", "add", project, "2026").exit_code == 0
    refused = run("survey", "open", project, "2026")
    assert isinstance(refused.exception, Exception)
    assert "no published questions" in refused.output

    listed = run("survey", "questions", project, "2026", "--template", "pride_and_problems")
    assert [line.split()[1] for line in listed.output.splitlines()] == ["pride", "problem", "wish"]
    assert run("survey", "open", project, "2026").exit_code == 1
    published = run("survey", "questions", project, "2026", "--publish")
    assert published.output.startswith("* 1")
    opened = run("survey", "open", project, "2026")
    assert (opened.exit_code, f"/p/{project}/svara" in opened.output) == (0, True)
    assert "no more answers" in run("survey", "close", project, "2026").output
