"""Sentences about drafts, the queue and what waits for network."""

from __future__ import annotations

from collections.abc import Mapping

from mentalmap.messages import Message, say, say_n

STRINGS: Mapping[str, Message] = {
    "sending_wait_phone": say_n(
        "{n} answer saved on this phone, waiting for network",
        "{n} answers saved on this phone, waiting for network",
        1,
    ),
    "sending_wait_device": say_n(
        "{n} answer saved on this device, waiting for network",
        "{n} answers saved on this device, waiting for network",
        1,
    ),
    "sending_now": say_n("{n} answer is being sent", "{n} answers are being sent", 1),
    "sending_failing": say_n(
        "The server does not answer now. {n} answer is saved here. We try again.",
        "The server does not answer now. {n} answers are saved here. We try again.",
        1,
    ),
    "sending_goes_on": say("You have no network. You can go on. What you answer is saved here."),
    "sending_all_sent": say("All answers are sent."),
    "sending_refused": say_n("{n} answer could not be sent", "{n} answers could not be sent", 1),
    "sending_refused_closed": say("The questions were closed before your answer arrived."),
    "sending_refused_again": say(
        "You have sent these answers before. Open your receipt to change them. What you told here is below."
    ),
    "sending_refused_unexplained": say(
        "Something between this device and the server turned the answer away."
    ),
    "sending_refused_photo": say("A picture could not be sent. The answer itself was sent."),
    "sending_your_text": say("What you wrote"),
    "sending_kept": say("Nothing is lost. You can copy what you wrote."),
    "sending_kept_empty": say("You wrote no text in this answer."),
    "sending_copy": say("Copy the text"),
    "sending_copied": say("The text is copied."),
    "sending_copy_failed": say("The text is marked. Copy it with your device's own command."),
    "sending_remove": say("Remove it from this device"),
    "sending_remove_sure": say("Remove it for good?"),
    "sending_remove_yes": say("Yes, remove"),
    "sending_remove_no": say("No, keep it"),
    "sending_not_lasting": say(
        "This browser keeps nothing when you close the page. Send your answers before you close it."
    ),
    "sending_full": say(
        "There is no room left on this device. Your latest answers are only on this page. Send them soon."
    ),
    "sending_not_kept": say(
        "This device does not keep your answers. They are only on this page. Send them before you close it."
    ),
    "sending_new_version": say("A new version of this page is ready."),
    "sending_use_it": say("Use it now"),
    "sending_use_it_help": say("What you have answered stays."),
}
