"""`riposte chat` in a pseudo-terminal, seen through the terminal emulator pyte."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time

import pyte


class Chat:
    """A conversation in a pseudo-terminal; its first prompt is waited for with `prompts`."""

    def __init__(self, program, checkpoint, home, columns=80, rows=24, **environment):
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.bytes = b""
        settings = {
            "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm-256color", "HOME": home,
            "XDG_STATE_HOME": f"{home}/state", "XDG_CONFIG_HOME": f"{home}/config",
        }
        # The other end stays open here, so that its modes can be asked for after the program ended.
        self.terminal, self.tty = pty.openpty()
        self.set_size(columns, rows)
        self.process = os.fork()
        if self.process == 0:
            os.login_tty(self.tty)
            command = [program, "chat", checkpoint, "--seed", "1"]
            try:
                os.execve(program, command, settings | environment)
            finally:
                os._exit(127)

    def set_size(self, columns, rows):
        fcntl.ioctl(self.tty, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, columns, rows):
        self.screen.resize(rows, columns)
        self.set_size(columns, rows)  # which sends the program SIGWINCH

    def type(self, text):
        os.write(self.terminal, text.encode())

    def paste(self, text):
        self.type(f"\x1b[200~{text}\x1b[201~")

    def read(self, seconds):
        """Takes what has come, waiting a while for it; whether there was anything."""
        if not select.select([self.terminal], [], [], seconds)[0]:
            return False
        come = os.read(self.terminal, 65536)
        self.bytes += come
        self.stream.feed(come)
        return True

    @property
    def rows(self):
        """The rows down to the last that is not empty."""
        return "\n".join(row.rstrip() for row in self.screen.display).rstrip().split("\n")

    @property
    def row(self):
        return self.screen.display[self.screen.cursor.y].rstrip()

    @property
    def column(self):
        return self.screen.cursor.x

    def wait(self, holds, what, seconds=15):
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, what
            self.read(0.05)

    def has(self, text):
        """Waits until some row holds `text`."""
        self.wait(lambda: any(text in row for row in self.rows), f"no row has {text!r}")

    def edits(self, row, column=None):
        """Waits for this row under the cursor, and for the cursor at `column` (or at its end)."""
        wanted = (row, len(row) if column is None else column)
        self.wait(lambda: (self.row, self.column) == wanted, f"not {wanted}")

    def prompts(self, prompt=">"):
        self.edits(prompt, len(prompt) + 1)

    def context_is(self, *lines):
        """Waits until `/context` shows these lines, then perhaps others."""
        self.type("/context\r")

        def shows():
            rows = self.rows
            starts = [place for place, row in enumerate(rows) if row.endswith("> /context")]
            return starts and rows[starts[-1] + 1 :][: len(lines)] == list(lines)

        self.wait(shows, f"the context does not begin with {lines}")

    def exit_code(self, seconds=15):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.read(0.05)
            ended, status = os.waitpid(self.process, os.WNOHANG)
            if ended:
                self.process = None
                while self.read(0):
                    pass
                return os.waitstatus_to_exitcode(status)
        raise AssertionError("it does not end")

    def shown(self):
        rows = "\n".join(f"    |{row}" for row in self.rows)
        return f"{rows}\n    cursor: row {self.screen.cursor.y}, column {self.column}"

    def close(self):
        if self.process:
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
        os.close(self.terminal)
        os.close(self.tty)
