"""Sentences about recording a conversation, and about a tablet that is lent to people."""

from __future__ import annotations

from collections.abc import Mapping

from mentalmap.messages import Message, say, say_n

STRINGS: Mapping[str, Message] = {
    "interview_conversation": say("The conversation"),
    "interview_map": say("Map of this person"),
    "interview_map_help": say("Arrow keys move the map. Plus and minus zoom."),
    "interview_steps": say("Questions"),
    "interview_step_done": say("Question {n}, answered: {question}"),
    "interview_step_skipped": say("Question {n}, skipped: {question}"),
    "interview_step_open": say("Question {n}: {question}"),
    "interview_background": say("About the person"),
    "interview_who": say("Who are you talking to?"),
    "interview_read_aloud": say("Read this aloud first"),
    "interview_home_area": say("Where do you live?"),
    "interview_age_band": say("How old are you?"),
    "interview_gender": say("Gender"),
    "interview_group": say("In what role do you answer?"),
    "interview_gender_woman": say("Woman"),
    "interview_gender_man": say("Man"),
    "interview_gender_other": say("Another gender"),
    "interview_unsaid": say("Will not say"),
    "interview_likely": say("Likely answers"),
    "interview_more": say("Show more"),
    "interview_fewer": say("Show fewer"),
    "interview_elsewhere": say("Another place"),
    "interview_draw_line": say("Draw on the map"),
    "interview_draw_area": say("Draw the area on the map"),
    "interview_from": say("From {place}"),
    "interview_choose_start": say("Choose where it begins"),
    "interview_where_from": say("From where?"),
    "interview_where_to": say("To where?"),
    "interview_no_home": say("The person did not say where they live."),
    "interview_told": say("Told so far"),
    "interview_remove": say("Remove {place}"),
    "interview_nature": say("What kind of barrier?"),
    "interview_nature_physical": say("Physical"),
    "interview_nature_emotional": say("Emotional"),
    "interview_purposes": say("What for?"),
    "interview_themes": say("What is it about?"),
    "interview_feels": say("How does it feel?"),
    "interview_quote": say("Write what they say about {place}"),
    "interview_sayings": say("Said by several people"),
    "interview_back": say("Back"),
    "interview_skip": say("Skip, come back later"),
    "interview_next": say("Next question"),
    "interview_end": say("Thank you! That was all."),
    "interview_sum": say_n(
        "{n} place or line on this person's map", "{n} places and lines on this person's map", 1
    ),
    "interview_left": say("Not answered yet"),
    "interview_timer": say("This conversation has taken {time} minutes"),
    "interview_needed": say("Still needed: {groups}"),
    "interview_needed_group": say("{group} ({n})"),
    "interview_nobody_needed": say("Everybody who was needed has been heard."),
    "interview_who_all": say("people"),
    "interview_who_woman": say("women"),
    "interview_who_man": say("men"),
    "interview_who_other": say("people of another gender"),
    "interview_aged": say("{who} {age}"),
    "interview_living": say("{who} in {place}"),
    "interview_waiting": say_n("{n} conversation waits here", "{n} conversations wait here", 1),
    "interview_sign_in": say("Sign in to send"),
    "interview_sign_in_later": say("Sign in when there is network."),
    "interview_of_others": say("Some are by {names}. They are sent when {names} signs in here."),
    "interview_send_as_mine": say("Send them as mine"),
    "interview_other_tab": say("This conversation is open in another tab. Go on there, or close it."),
    "interview_elsewhere_sent": say(
        "A conversation from the round before was begun here. It was sent to that round."
    ),
    "interview_stand": say("Offer these words to everybody"),
    "interview_go_back": say("Go back to the last person"),
    "interview_next_person": say("Next person"),
    "interview_language": say("Language of the questions"),
    "interview_lend": say("Lend out the tablet"),
    "interview_lend_waits": say(
        "Conversations wait here that could not be sent."
        " Sign in again and send them before you lend the tablet."
    ),
    "interview_lend_online": say("Go online first: whoever borrows the tablet must not be signed in as you."),
    "interview_not_kept": say(
        "This tablet does not save anything. Do not close the page before everything is sent."
    ),
    "interview_no_round": say("No round is open. Open one before you start."),
    "interview_no_form": say(
        "The questions could not be fetched. Go online once, then this page works without network."
    ),
    "interview_kiosk_still": say("Are you still there?"),
    "interview_kiosk_wipes": say_n(
        "Your answers are removed from this screen in {n} second.",
        "Your answers are removed from this screen in {n} seconds.",
        1,
    ),
    "interview_kiosk_yes": say("Yes, I want to go on"),
    "interview_kiosk_no": say("No, start over"),
    "interview_kiosk_leave": say("For staff: end lending"),
}
