"""Sentences about the receipt, and one's own answers."""

from __future__ import annotations

from collections.abc import Mapping

from mentalmap.messages import Message, say

STRINGS: Mapping[str, Message] = {
    "receipt_heading": say("Your answers"),
    "receipt_sent_on": say("You sent them on {date}."),
    "receipt_is_open": say("You can change them as long as the questions are open."),
    "receipt_is_closed": say("The questions are closed now. You can still take your answers back."),
    "receipt_state_pending": say("Waits to be read by a person"),
    "receipt_state_published": say("Part of the map"),
    "receipt_state_hidden": say("Not shown on the map"),
    "receipt_state_unsent": say("Not sent yet"),
    "receipt_unsent_text": say(
        "Your answers are not sent yet. They are saved here, and are sent as soon as it is possible. "
        "Then you can change them or take them back."
    ),
    "receipt_hidden": say(
        "A person has read it and does not show it. It may for example tell who somebody is."
    ),
    "receipt_hidden_change": say(
        "A person has read it and does not show it. It may for example tell who somebody is. "
        "You can change the text. Then it is read again."
    ),
    "receipt_remove_sure": say("Remove {place} from what you have sent?"),
    "receipt_remove_yes": say("Yes, remove"),
    "receipt_keep": say("Keep it"),
    "receipt_photo": say("Your photo of {place}"),
    "receipt_change": say("Change my answers"),
    "receipt_begun": say("You have begun to change your answers. The changes are not saved yet."),
    "receipt_go_on_changing": say("Go on changing"),
    "receipt_forget_change": say("Leave the answers as they were"),
    "receipt_save": say("Save the changes"),
    "receipt_saved": say("Your changes are saved."),
    "receipt_saved_pending": say("A person reads the text before others see it."),
    "receipt_saved_hidden": say("What is not shown on the map is still not shown."),
    "receipt_saved_later": say("Your changes are saved here. They are sent when you have network."),
    "receipt_refused": say("Your changes could not be saved. What you sent before is still there."),
    "receipt_withdraw": say("Take back all my answers"),
    "receipt_withdraw_sure": say(
        "Then everything that you have told is removed for good, from the map too. You cannot undo it."
    ),
    "receipt_withdraw_yes": say("Yes, remove everything"),
    "receipt_withdraw_no": say("No, keep my answers"),
    "receipt_withdrawn": say("Your answers are removed"),
    "receipt_withdrawn_text": say(
        "Nothing that you told is left with us. Thank you for telling us all the same."
    ),
    "receipt_withdrawn_later": say("Your answers are removed as soon as this phone has network."),
    "receipt_led_to": say("What it led to"),
    "receipt_led_to_map": say("Your answers and those of others make a map."),
    "receipt_led_to_nothing_yet": say("Nothing is shown yet. Keep your link, and look here again later."),
    "receipt_no_code": say("See your answers"),
    "receipt_no_code_text": say("Write the code of your receipt, or paste its link."),
    "receipt_code": say("Code or link"),
    "receipt_show": say("Show my answers"),
    "receipt_code_wrong": say(
        "This is not a code of a receipt. Write the whole code, as it stands on the receipt."
    ),
    "receipt_other_code": say("Write another code"),
    "receipt_unknown": say("We have no answers with this receipt"),
    "receipt_unknown_text": say("They may have been taken back. Or a letter in the code is wrong."),
    "receipt_failed": say("Your answers could not be fetched"),
    "receipt_failed_text": say("They are safe. Try again in a moment."),
    "receipt_offline_text": say("You have no network now. Your answers are safe. Try again later."),
}
