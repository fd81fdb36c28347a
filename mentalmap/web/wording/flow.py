"""Sentences about the questions, one screen at a time."""

from __future__ import annotations

from collections.abc import Mapping

from mentalmap.messages import Message, say, say_n

STRINGS: Mapping[str, Message] = {
    # The frame
    "flow_back": say("Back"),
    "flow_language": say("Language"),
    "flow_language_failed": say("This language could not be fetched. Try again when you have network."),
    "flow_map": say("Map"),
    "flow_messages": say("Messages"),
    "flow_progress_name": say("How far you have come"),
    "flow_progress": say("Step {number} of {of}"),
    "flow_preview": say("This is a preview. Nothing is saved or sent."),
    # Information
    "flow_minutes": say_n("It takes about {n} minute.", "It takes about {n} minutes.", 1),
    "flow_no_must": say("You can skip any question. You can stop and go on later on this phone."),
    "flow_without_map": say("Answer without the map"),
    "flow_accessibility": say("Accessibility"),
    "flow_start": say("Start"),
    "flow_begun": say("You have begun already. Your answers are saved here."),
    "flow_go_on": say("Go on"),
    "flow_begin_anew": say("Begin anew"),
    "flow_begin_anew_sure": say("Then what you have answered here is removed. Do you want to begin anew?"),
    "flow_begin_anew_yes": say("Yes, remove it and begin anew"),
    "flow_earlier_answers": say("See or change what you have answered before"),
    # Every question
    "flow_next": say("Next"),
    "flow_next_question": say("Next question"),
    "flow_to_check": say("Ready"),
    "flow_skip": say("Skip this question"),
    "flow_skip_all": say("Skip all of this"),
    "flow_required": say("Choose an answer first."),
    "flow_several": say("You may choose several."),
    "flow_step_of_five": say("{n} of 5"),
    "flow_letters_left": say_n("{n} letter left", "{n} letters left", 1),
    "flow_letters_lost": say_n(
        "The text was too long. The last {n} letter did not fit.",
        "The text was too long. The last {n} letters did not fit.",
        1,
    ),
    # Marks
    "flow_placed": say("Placed: {place}"),
    "flow_place_one": say("Choose a place"),
    "flow_one_more": say("One more place"),
    "flow_no_more": say_n(
        "You may choose {n} place in this question.", "You may choose {n} places in this question.", 1
    ),
    "flow_marks_here": say_n("You have chosen {n} place.", "You have chosen {n} places.", 1),
    "flow_show_marks": say_n("Show my {n} place", "Show my {n} places", 1),
    "flow_on_the_map": say("A place on the map"),
    "flow_near": say("Near {place}"),
    "flow_numbered": say("{number}. {place}"),
    "flow_from_to": say("From {from} to {to}"),
    "flow_edit": say("Change it"),
    "flow_move": say("Move"),
    "flow_remove": say("Remove"),
    "flow_remove_mark": say("Remove this place"),
    "flow_removed": say("Removed: {place}"),
    "flow_undo": say("Undo"),
    "flow_undone": say("The place is back."),
    "flow_done": say("Ready"),
    # What is told about a mark
    "flow_purposes": say("What do you do here?"),
    "flow_themes": say("What is it about?"),
    "flow_feeling": say("How does it feel?"),
    "flow_feels_m2": say("Very bad"),
    "flow_feels_m1": say("Bad"),
    "flow_feels_0": say("Neither"),
    "flow_feels_p1": say("Good"),
    "flow_feels_p2": say("Very good"),
    "flow_take_away": say("Clear"),
    "flow_nature": say("What kind of barrier is it?"),
    "flow_nature_physical": say("You can see it: water, a road, a fence"),
    "flow_nature_emotional": say("You feel it: one does not go there"),
    "flow_why": say("Why?"),
    "flow_why_hint": say("Write if you want to. Do not write names of people."),
    "flow_photo": say("A photo"),
    "flow_photo_hint": say("If you want to. No faces, please."),
    "flow_photo_add": say("Add a photo"),
    "flow_photo_other": say("Choose another photo"),
    "flow_photo_remove": say("Remove the photo"),
    "flow_photo_alt": say("Your photo"),
    "flow_photo_working": say("The photo is made smaller …"),
    "flow_photo_kept": say("The photo is saved here."),
    "flow_photo_no_picture": say("This file is not a picture. Choose a photo."),
    "flow_photo_failed": say("This photo could not be read. Try another one."),
    "flow_photo_gone": say("The photo is removed."),
    "flow_has_photo": say("With a photo"),
    # Areas
    "flow_home_area": say("Where do you live?"),
    "flow_find_area": say("Write to find the place"),
    "flow_areas_found": say_n("{n} place", "{n} places", 1),
    "flow_other_area": say("Change where I live"),
    "flow_any_number": say("Answer about the places that you know. Leave the others."),
    "flow_more_areas": say_n("Show {n} more place", "Show {n} more places", 1),
    # About the person
    "flow_about_you": say("A little about you"),
    "flow_about_you_why": say("It shows if we have heard all kinds of people. You need not answer."),
    "flow_age_band": say("How old are you?"),
    "flow_years": say("{band} years"),
    "flow_gender": say("Are you a woman or a man?"),
    "flow_gender_woman": say("Woman"),
    "flow_gender_man": say("Man"),
    "flow_gender_other": say("Another gender"),
    "flow_group": say("What fits you best?"),
    "flow_unsaid": say("Prefer not to say"),
    # The check
    "flow_check": say("This is what you have told"),
    "flow_nothing_told": say("You have not answered any question yet."),
    "flow_back_to_questions": say("To the questions"),
    "flow_own_map": say_n("Your map with {n} place", "Your map with {n} places", 1),
    "flow_change": say("Change it"),
    "flow_passed_over": say("No answer"),
    "flow_send": say("Send"),
    "flow_not_kept_refused": say("It could not be saved on this phone. Nothing is removed. Try again."),
    # Thanks and receipt
    "flow_thanks": say("Thank you!"),
    "flow_preview_end": say("This was a preview. Nothing was sent."),
    "flow_receipt": say("Your receipt"),
    "flow_receipt_why": say(
        "With this link you can see, change or take back your answers. "
        "Later you can see what they led to. Only you have the link."
    ),
    "flow_receipt_why_lent": say(
        "With this code you can see, change or take back your answers. "
        "Later you can see what they led to. Only you have the code."
    ),
    "flow_receipt_open": say("Open my answers"),
    "flow_receipt_code": say("Or write down this code:"),
    "flow_receipt_code_lent": say("Take a picture of the code with your own phone, or write it down:"),
    "flow_receipt_copy": say("Copy the link"),
    "flow_receipt_copied": say("The link is copied."),
    "flow_receipt_save": say("Save the receipt"),
    "flow_receipt_saved": say("The receipt is saved as a file on this device."),
    "flow_receipt_unsaved": say(
        "Have you saved your receipt? This phone forgets it now, and nobody can give it to you again."
    ),
    "flow_receipt_share": say("Send to myself"),
    "flow_receipt_failed": say("That did not work. Write down the code instead."),
    "flow_receipt_qr": say("A picture to scan with another phone. It leads to your answers."),
    "flow_receipt_title": say("My answers: {project}"),
    "flow_receipt_file": say("my-answers"),
    "flow_others": say("Where others go"),
    "flow_others_people": say_n("{n} person", "{n} people", 1),
    "flow_others_map": say("See the whole map"),
    "flow_somebody_else": say("Somebody else answers on this phone"),
    "flow_somebody_else_yes": say("Yes, somebody else answers now"),
    "flow_ready_for_next": say("Ready for the next person"),
    "flow_not_taken": say("Your answers could not be sent"),
    "flow_not_taken_text": say(
        "Above you can read why. There is no receipt, since we do not have your answers."
    ),
    "flow_sent_elsewhere": say("These answers are sent already"),
    "flow_sent_elsewhere_text": say(
        "You sent them in another window on this phone. What you told here as well is not lost. "
        "You can add it to what you sent."
    ),
    "flow_sent_elsewhere_change": say("See or change what was sent"),
    # Nothing to ask
    "flow_closed": say("No questions are open now"),
    "flow_closed_text": say("You can look at the map that others have made. Come back another time."),
    "flow_to_the_map": say("See the map"),
    "flow_left": say("You began an answer to an earlier round"),
    "flow_left_text": say(
        "Those questions are closed now, so it was not sent. What you told is still on this device."
    ),
    "flow_left_throw": say("Throw away"),
    "flow_offline": say("You have no network"),
    "flow_offline_text": say(
        "The questions have not been on this phone before. They come as soon as you have network."
    ),
    "flow_failed": say("The questions could not be fetched"),
    "flow_failed_text": say("The server does not answer. Nothing of yours is lost. Try again in a moment."),
    "flow_try_again": say("Try again"),
}
