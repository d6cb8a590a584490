"""What the scripts of this folder share: one case of a file is run by `python FILE CASE [arguments]`."""

import os
import subprocess
import sys


def main(names):
    case, *args = sys.argv[1:]
    names[case](*args)


def shell(**more):
    """The environment as a shell would have it: without the helper process that this one has started."""
    own = {key: value for key, value in os.environ.items() if not key.startswith("WANDB_SERVICE")}
    return {**own, **more}


def say(case, *args, check=True, env=None):
    """Runs another case of the calling file in a process of its own and returns what it printed."""
    done = subprocess.run(
        [sys.executable, sys.argv[0], case, *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=shell(**(env or {})),
        check=False,
    )
    if check and done.returncode != 0:
        raise AssertionError(f"{case} ended with {done.returncode}:\n{done.stdout}")
    return done


def start(case, *args, env=None):
    """The same, left running."""
    return subprocess.Popen(
        [sys.executable, sys.argv[0], case, *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=shell(**(env or {})),
    )


def same(got, wanted):
    assert got == wanted, f"\n   got {got!r}\nwanted {wanted!r}"


def refused(action, words, kind=Exception):
    """Asserts that `action` fails with `kind`, and that it says `words`."""
    try:
        action()
    except kind as error:
        assert words in str(error), f"{type(error).__name__}: {error} does not say {words!r}"
        return
    raise AssertionError(f"nothing was raised; {words!r} was expected")
