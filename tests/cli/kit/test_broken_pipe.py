"""Nobody reads the whole output, as with ``photon search … | head``: the command ends without a complaint."""

import subprocess
import sys


def test_an_output_that_is_not_read_to_its_end_is_no_error() -> None:
    command = [sys.executable, "-m", "photon", "help", "filters"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        complaint = process.stderr.read()
    assert (process.returncode, complaint.decode()) == (0, "")
