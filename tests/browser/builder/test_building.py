"""Making a questionnaire in the browser: by pointer and by keys, in two languages, saved by itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Dialog, Page, Route, expect

from tests.browser.builder.conftest import BuilderSite, expect_saved

OpenBuilder = Callable[[str], None]


def names(page: Page) -> list[str]:
    """The questions as the list names them."""
    return page.locator("#questions .name").all_inner_texts()


def add(page: Page, kind: str) -> None:
    """Add a question by the dialog."""
    page.locator("#add-question").click()
    page.locator("#add-dialog").get_by_role("button", name=kind).click()


def test_a_questionnaire_is_built_by_keys_alone(
    page: Page, builder_site: BuilderSite, survey: str, open_builder: OpenBuilder, complaints: list[str]
) -> None:
    open_builder(survey)
    page.locator("#add-question").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # the first kind: destinations
    expect(page.get_by_label("Question, Svenska")).to_be_focused()
    page.keyboard.type("Vart brukar du gå?")
    page.locator("#add-question").focus()
    page.keyboard.press("Enter")
    for _ in range(10):  # past the ten kinds of marks
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("Question, Svenska")).to_be_focused()
    page.keyboard.type("Hur länge har du bott här?")
    page.get_by_label("Answer 1, Svenska").focus()
    page.keyboard.type("Kort")
    page.get_by_label("Answer 2, Svenska").focus()
    page.keyboard.type("Länge")
    up = page.get_by_role("button", name="Move up: Hur länge har du bott här?")
    up.focus()
    page.keyboard.press("Enter")
    assert names(page) == ["Hur länge har du bott här?", "Vart brukar du gå?"]
    expect(page.locator("#spoken")).to_have_text("Hur länge har du bott här? is now number 1 of 2.")
    # The button that was pressed is of no use any more; the hand stays on the same question.
    expect(page.get_by_role("button", name="Move down: Hur länge har du bott här?")).to_be_focused()
    expect_saved(page)
    stored = builder_site.stored(survey)
    assert [one.wording["sv"] for one in stored.questions] == [
        "Hur länge har du bott här?",
        "Vart brukar du gå?",
    ]
    assert [one.label["sv"] for one in stored.questions[0].choices] == ["Kort", "Länge"]
    assert complaints == []


def test_a_question_is_dragged_by_its_handle(
    page: Page, builder_site: BuilderSite, with_template: str, open_builder: OpenBuilder
) -> None:
    open_builder(with_template)
    before = names(page)
    handle = page.locator("#questions li .handle").first.bounding_box()
    last = page.locator("#questions li").last.bounding_box()
    assert handle is not None and last is not None
    x = handle["x"] + handle["width"] / 2
    page.mouse.move(x, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(x, last["y"] + last["height"] - 4, steps=6)
    page.mouse.up()
    assert names(page) == [*before[1:], before[0]]
    expect_saved(page)
    assert [one.wording["sv"] for one in builder_site.stored(with_template).questions] == names(page)


def test_escape_leaves_a_dragged_question_where_it_was(
    page: Page, with_template: str, open_builder: OpenBuilder
) -> None:
    open_builder(with_template)
    before = names(page)
    handle = page.locator("#questions li .handle").first.bounding_box()
    assert handle is not None
    page.mouse.move(handle["x"] + 5, handle["y"] + 5)
    page.mouse.down()
    page.mouse.move(handle["x"] + 5, handle["y"] + 160, steps=4)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert names(page) == before


def test_a_removed_question_comes_back_where_it_was_with_the_conditions_on_it(
    page: Page, builder_site: BuilderSite, survey: str, open_builder: OpenBuilder
) -> None:
    open_builder(survey)
    add(page, "Choice")
    page.get_by_label("Question, Svenska").fill("Åker du buss?")
    page.get_by_label("Answer 1, Svenska").fill("Ja")
    page.get_by_label("Answer 2, Svenska").fill("Nej")
    add(page, "Text")
    page.get_by_label("Question, Svenska").fill("Vart?")
    page.get_by_label("Asked", exact=True).select_option(label="Only if answered: Åker du buss?")
    page.get_by_label("Ja", exact=True).check()
    expect(page.locator("#questions li").nth(1)).to_contain_text("not always asked")
    page.locator("#questions .question-name").first.click()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    assert names(page) == ["Vart?"]
    expect(page.locator("#questions li").first).not_to_contain_text("not always asked")
    page.keyboard.press("Enter")
    assert names(page) == ["Åker du buss?", "Vart?"]
    expect(page.locator("#questions .question-name").first).to_be_focused()
    expect_saved(page)
    condition = builder_site.stored(survey).questions[1].shown_if
    assert condition is not None
    assert (condition.question, condition.any_of) == ("choice", ("1",))


def test_only_earlier_questions_are_offered_as_conditions(
    page: Page, with_template: str, open_builder: OpenBuilder
) -> None:
    open_builder(with_template)
    page.locator("#questions .question-name").first.click()
    expect(page.get_by_label("Asked", exact=True).locator("option")).to_have_count(1)
    page.locator("#questions .question-name").nth(2).click()
    expect(page.get_by_label("Asked", exact=True).locator("option")).to_have_count(3)


def test_missing_translations_are_counted_and_arabic_is_written_from_the_right(
    page: Page, builder_site: BuilderSite, survey: str, open_builder: OpenBuilder
) -> None:
    open_builder(survey)
    page.get_by_role("checkbox", name="العربية").check()
    expect(page.get_by_role("checkbox", name="العربية")).to_be_focused()
    button = page.locator("#languages [data-locale=ar]")
    expect(button).to_contain_text("3 texts missing")
    title = page.get_by_label("Title, العربية")
    title.fill("خريطة")
    expect(button).to_contain_text("2 texts missing")
    assert title.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert title.get_attribute("lang") == "ar"
    expect(page.locator(".pair-text.is-missing").first).to_contain_text("Missing")
    expect_saved(page)
    assert builder_site.stored(survey).title == {"ar": "خريطة"}
    assert builder_site.stored(survey).locales == ("sv", "ar")


def test_how_easy_a_swedish_text_is_is_told_while_one_writes(
    page: Page, survey: str, open_builder: OpenBuilder
) -> None:
    open_builder(survey)
    field = page.get_by_label("Information before the first question, Svenska")
    field.fill("Vi frågar dig om platser. Du får sluta när du vill.")
    expect(page.locator("#editor")).to_contain_text("Very easy to read (LIX 15)")
    field.fill("Kommunens översiktsplanering förutsätter medborgardialogens genomförande.")
    expect(page.locator("#editor")).to_contain_text("Hard to read")


def test_what_is_written_offline_is_saved_when_the_network_is_back(
    page: Page, builder_site: BuilderSite, survey: str, open_builder: OpenBuilder
) -> None:
    open_builder(survey)
    page.context.set_offline(True)
    page.get_by_label("Title, Svenska").fill("Utan nät")
    expect(page.locator("#save-state")).to_contain_text("no network")
    page.context.set_offline(False)
    expect_saved(page)
    assert builder_site.stored(survey).title == {"sv": "Utan nät"}


def test_leaving_with_unsaved_words_asks_first_and_they_come_back(
    page: Page, builder_site: BuilderSite, survey: str, open_builder: OpenBuilder
) -> None:
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    open_builder(survey)
    page.reload()
    assert asked == [], "nothing was unsaved"
    expect(page.locator("#builder[aria-busy]")).to_have_count(0)

    def refuse(route: Route) -> None:
        if route.request.method == "PUT":
            route.abort()
        else:
            route.continue_()

    page.route("**/draft.json", refuse)
    page.get_by_label("Title, Svenska").fill("Nästan borta")
    expect(page.locator("#save-state")).to_contain_text("Not saved yet")
    page.reload()
    assert asked == ["beforeunload"]
    expect(page.get_by_label("Title, Svenska")).to_have_value("Nästan borta")
    page.unroute("**/draft.json")
    expect_saved(page)
    assert builder_site.stored(survey).title == {"sv": "Nästan borta"}


def test_two_people_at_once_are_told_and_nothing_is_written_over_in_silence(
    page: Page, builder_site: BuilderSite, survey: str, open_builder: OpenBuilder
) -> None:
    open_builder(survey)
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("Title, Svenska").fill("Beatas titel")
    expect_saved(other)
    page.get_by_label("Title, Svenska").fill("Adams titel")
    expect(page.get_by_role("alert").first).to_contain_text("Somebody else has changed these questions")
    assert builder_site.stored(survey).title == {"sv": "Beatas titel"}
    page.get_by_role("button", name="Keep mine, write over theirs").click()
    expect_saved(page)
    assert builder_site.stored(survey).title == {"sv": "Adams titel"}
    other.get_by_label("Title, Svenska").fill("Beatas andra")
    other.get_by_role("button", name="Load theirs, drop mine").click()
    expect(other.get_by_label("Title, Svenska")).to_have_value("Adams titel")
    assert builder_site.stored(survey).title == {"sv": "Adams titel"}


def test_words_that_came_back_are_not_written_over_what_others_saved_since(
    page: Page, builder_site: BuilderSite, survey: str, open_builder: OpenBuilder
) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    open_builder(survey)
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("#builder[aria-busy]")).to_have_count(0)
    page.route(
        "**/draft.json", lambda route: route.abort() if route.request.method == "PUT" else route.continue_()
    )
    page.get_by_label("Title, Svenska").fill("Adams titel")
    expect(page.locator("#save-state")).to_contain_text("Not saved yet")
    other.get_by_label("Title, Svenska").fill("Beatas titel")
    expect_saved(other)
    page.unroute("**/draft.json")
    for _ in range(2):  # asked again until it is answered
        page.reload()
        expect(page.get_by_role("alert").first).to_contain_text("Somebody else has changed these questions")
        expect(page.get_by_label("Title, Svenska")).to_have_value("Adams titel")
    assert builder_site.stored(survey).title == {"sv": "Beatas titel"}
    page.get_by_role("button", name="Load theirs, drop mine").click()
    expect(page.get_by_label("Title, Svenska")).to_have_value("Beatas titel")
    page.reload()
    expect(page.get_by_label("Title, Svenska")).to_have_value("Beatas titel")


def test_a_template_is_published_and_the_next_change_is_the_next_version(
    page: Page, builder_site: BuilderSite, survey: str, open_builder: OpenBuilder
) -> None:
    open_builder(survey)
    page.locator("#start-from").click()
    page.locator("[data-template=mental_map]").click()
    expect(page.locator("#questions li")).to_have_count(len(builder_site.stored(survey).questions) or 16)
    page.locator("#publish").click()
    expect(page.locator("#publish-what")).to_contain_text("Version 1 is frozen")
    page.locator("#publish-confirm").click()
    expect(page.locator("#version")).to_have_text(
        "Version 1 is published. What you change becomes version 2."
    )
    page.locator("#questions .question-name").first.click()
    page.get_by_label("Question, Svenska").fill("Vart går du ofta?")
    expect_saved(page)
    expect(page.locator("#version")).to_have_text("A draft of version 2. Version 1 is published.")


def test_what_hinders_publishing_is_listed_and_leads_to_its_field(
    page: Page, survey: str, open_builder: OpenBuilder
) -> None:
    open_builder(survey)
    page.get_by_label("Title, Svenska").fill("Titel")
    page.get_by_label("Information before the first question, Svenska").fill("Vi frågar.")
    add(page, "Choice")
    page.get_by_label("Question, Svenska").fill("Ja eller nej?")
    page.get_by_label("Answer 1, Svenska").fill("Ja")
    page.locator("[data-frame='@end']").click()
    page.get_by_label("Thanks after sending, Svenska").fill("Tack!")
    page.locator("#publish").click()
    expect(page.locator("#publish-confirm")).to_be_disabled()
    faults = page.locator("#publish-faults .fault")
    expect(faults).to_have_count(1)
    faults.click()
    expect(page.get_by_label("Answer 2, Svenska")).to_be_focused()


def test_faults_of_a_file_are_told_one_by_one_and_nothing_is_replaced(
    page: Page, builder_site: BuilderSite, with_template: str, open_builder: OpenBuilder, tmp_path: Path
) -> None:
    open_builder(with_template)
    before = names(page)
    wrong = tmp_path / "wrong.json"
    questions = [{"key": "A B", "form": "choice"}, {"key": "b", "form": "perception", "kind": "castle"}]
    held = {"title": {"sv": "<b>X</b>"}, "questions": questions}
    whole = {
        "format": "mentalmap-questionnaire",
        "format_version": 1,
        "main_locale": "sv",
        "questionnaire": held,
    }
    wrong.write_text(json.dumps(whole))
    page.locator("#start-from").click()
    expect(page.locator("#start-warning")).to_contain_text(f"replaces the {len(before)} questions")
    page.set_input_files("#import-file", wrong)
    expect(page.locator("#start-faults")).to_contain_text("questions/0/key")
    expect(page.locator("#start-faults")).to_contain_text("questions/1/kind")
    page.keyboard.press("Escape")
    assert names(page) == before
    assert len(builder_site.stored(with_template).questions) == len(before)


def test_a_downloaded_file_can_be_taken_in_again(
    page: Page,
    builder_site: BuilderSite,
    with_template: str,
    survey: str,
    open_builder: OpenBuilder,
    tmp_path: Path,
) -> None:
    open_builder(with_template)
    before = builder_site.stored(with_template)
    for name in ("export.json", "export.xlsx"):
        page.locator(".menu summary").click()
        with page.expect_download() as download:
            page.locator(f".menu a[href$='{name}']").click()
        page.locator(".menu summary").click()
        kept = tmp_path / name
        download.value.save_as(kept)
        page.locator("[data-frame='@start']").click()
        page.get_by_label("Title, Svenska").fill("Något annat")
        expect_saved(page)
        page.locator("#start-from").click()
        page.set_input_files("#import-file", kept)
        expect(page.locator("#start-dialog")).not_to_be_visible()
        assert builder_site.stored(with_template).title == before.title
        assert [one.key for one in builder_site.stored(with_template).questions] == [
            one.key for one in before.questions
        ]


def test_the_preview_shows_the_round_in_the_chosen_language(
    page: Page, with_template: str, open_builder: OpenBuilder
) -> None:
    open_builder(with_template)
    frame = page.frame_locator("#phone")
    expect(frame.locator("html")).to_have_attribute("lang", "sv")
    page.get_by_label("Language of the preview").select_option("ar")
    expect(frame.locator("html")).to_have_attribute("dir", "rtl")
