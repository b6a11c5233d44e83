"""Signals through a pipe, in a process of their own: they are taken for good."""

import signal
import subprocess
import sys

PROGRAM = """
import os, signal, threading
from aishtui.terminal.signal_pipe import SignalPipe

pipe = SignalPipe([signal.SIGHUP, signal.SIGTERM])
pipe.install()
signals = iter(pipe)
deaf = threading.Lock()
deaf.acquire()

def hear():
    for _ in range(5):
        number = next(signals)
        print("another's" if number is None else number.name, flush=True)
    os._exit(0)

threading.Thread(target=hear).start()
signal.signal(signal.SIGUSR1, lambda *_: None)
for number in (signal.SIGUSR1, signal.SIGHUP, signal.SIGTERM, signal.SIGHUP):
    os.kill(os.getpid(), number)
pipe.tell(signal.SIGTERM)
deaf.acquire()
"""


def test_signals_are_heard_in_order_while_the_main_thread_waits_for_a_lock() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["another's", "SIGHUP", "SIGTERM", "SIGHUP", "SIGTERM"]


def test_a_child_that_is_started_dies_of_its_own_signals() -> None:
    program = PROGRAM.split("signals =")[0] + (
        "child = os.fork()\n"
        "if child == 0:\n    signal.pause()\n"
        "os.kill(child, signal.SIGTERM)\n"
        "print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert int(done.stdout) == -signal.SIGTERM
