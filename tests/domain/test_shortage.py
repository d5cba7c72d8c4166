"""Errors that mean that memory or open files ran out, and others that do not."""

import errno
import os

import pytest

from photon.domain.shortage import shortage_behind


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.EMFILE, os.strerror(errno.EMFILE)), "any more files"),
        (ImportError(f"libpng.so: cannot open shared object file: {os.strerror(errno.EMFILE)}"), "any more files"),
        (MemoryError(), "not enough memory"),
        (OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)), "not enough memory"),
        (BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable"), "not enough memory"),
        (RuntimeError("can't start new thread"), "not enough memory"),
        (RuntimeError("Exception during initialization: std::bad_alloc"), "not enough memory"),
        (ImportError("onnxruntime.so: failed to map segment from shared object"), "not enough memory"),
    ],
)
def test_shortages_have_a_message_even_as_a_cause(error: Exception, said: str) -> None:
    assert said in str(shortage_behind(error))
    outer = ValueError("of something else")
    outer.__cause__ = error
    assert said in str(shortage_behind(outer))


@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOENT, "No such file"), RuntimeError("a bug"), ValueError("bad_alloc is a word"), OSError()],
)
def test_other_errors_have_no_message(error: Exception) -> None:
    error.__context__ = error.__cause__ = KeyError("x")
    error.__cause__.__cause__ = error  # a cycle ends
    assert shortage_behind(error) is None
