"""Photos of residents: decoded and encoded anew in a child process, so that only the picture is left."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from threading import BoundedSemaphore, Timer
from typing import IO, cast

from mentalmap.errors import BrokenPhotoError, PhotosBusyError
from mentalmap.exchange.photo_child import ANSWER, DONE, HUGE, MOST_BYTES
from mentalmap.exchange.sandbox import ROOT, child_environment
from mentalmap.messages import say

MOST_SENT_BYTES = 12_000_000
WAIT_S = 30.0
TURN_S = 2.0
"""So long a photo waits for its turn; those that wait longer hold the threads that answers need."""

AT_ONCE = 2  # a decoder may take a gigabyte
_START = "import sys; sys.path.append(sys.argv[1]); from mentalmap.exchange.photo_child import main; main()"
_turns = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class NewPhoto:
    """A picture as we wrote it: JPEG, upright, without metadata; its sides in pixels."""

    content: bytes
    width: int
    height: int


def encode_photo(sent: bytes) -> NewPhoto:
    """
    Draw a foreign picture anew.

    Parameters
    ----------
    sent
        A JPEG, PNG, WebP, GIF (its first frame), TIFF or BMP, or anything that says it is one.

    Raises
    ------
    BrokenPhotoError
        If it is no such picture, or larger than 12 MB or 50 million pixels.
    PhotosBusyError
        If others are being drawn, and none of them is done soon.
    """
    if len(sent) > MOST_SENT_BYTES:
        raise _too_large()
    with _turn(), tempfile.TemporaryDirectory(prefix="mentalmap-photo-") as folder:
        child = subprocess.Popen(
            [sys.executable, "-I", "-B", "-c", _START, str(ROOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=child_environment(folder),
            close_fds=True,
            start_new_session=True,
        )
        timer = Timer(WAIT_S, child.kill)
        timer.start()
        try:
            return _talk(child, sent)
        finally:
            timer.cancel()
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    with contextlib.suppress(BrokenPipeError):
                        pipe.close()


@contextlib.contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=TURN_S):
        raise PhotosBusyError()
    try:
        yield
    finally:
        _turns.release()


def _talk(child: subprocess.Popen[bytes], sent: bytes) -> NewPhoto:
    stdin, stdout = cast(IO[bytes], child.stdin), cast(IO[bytes], child.stdout)
    with contextlib.suppress(BrokenPipeError):  # it has died, and says nothing
        stdin.write(sent)
        stdin.close()
    head = stdout.read(ANSWER.size)
    if len(head) != ANSWER.size:
        raise _broken()
    mark, width, height, length = ANSWER.unpack(head)
    if mark == HUGE:
        raise _too_large()
    if mark != DONE or not 0 < length <= MOST_BYTES or not (0 < width <= 4096 and 0 < height <= 4096):
        raise _broken()
    content = stdout.read(length)
    if len(content) != length or not content.startswith(b"\xff\xd8\xff"):
        raise _broken()
    return NewPhoto(content, width, height)


def _broken() -> BrokenPhotoError:
    return BrokenPhotoError(
        say("The photo cannot be read as a picture."), say("Choose another one, or take it anew.")
    )


def _too_large() -> BrokenPhotoError:
    return BrokenPhotoError(
        say("The photo is larger than 12 megabytes or 50 million pixels."), say("Send a smaller one.")
    )
