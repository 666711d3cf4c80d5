"""Checks `riposte chat` in the terminal emulator pyte: `check_terminal.py RIPOSTE CHECKPOINT`.

Each check has a home folder of its own, talks to the program in pseudo-terminals of 80 columns and
24 rows, and looks at the rows and the cursor that pyte makes of the bytes that come. Left out are
marks without a combining class, such as vowel signs of Thai: pyte drops the text after them.
"""

import re
import sys
import tempfile
import termios
from pathlib import Path

from terminal_chat import Chat

UP, LEFT, RIGHT = "\x1b[A", "\x1b[D", "\x1b[C"
HOME, END, DELETE = "\x1b[H", "\x1b[F", "\x1b[3~"
CONTROL_C, CONTROL_D, CONTROL_R, CONTROL_U, CONTROL_W = "\x03", "\x04", "\x12", "\x15", "\x17"
PASTE_ON, PASTE_OFF = b"\x1b[?2004h", b"\x1b[?2004l"
STYLE = re.compile(rb"\x1b\[[0-9;]*m")


def greets(start):
    chat = start()
    chat.has("topics: garden, harbour, kitchen")
    chat.has("/help tells the commands")
    chat.prompts()


def prompt_shows_the_topic(start):
    chat = start()
    chat.type("/topic harbour\r")
    chat.prompts("harbour>")


def tab_completes(start):
    chat = start()
    chat.type("/topic\t")
    chat.has("/topic   /topics")
    chat.edits("> /topic")
    chat.type(" har\t")
    chat.edits("> /topic harbour", 17)
    chat.type("\r")
    chat.prompts("harbour>")


def history_and_search(start):
    first = start()
    first.type("/help seed\r")
    first.prompts()
    first.type("/topics\r")
    first.prompts()
    first.type(UP)
    first.edits("> /topics")
    first.type(UP)
    first.edits("> /help seed")
    first.type(CONTROL_U + CONTROL_D)
    assert first.exit_code() == 0
    second = start()
    second.type(UP + UP)
    second.edits("> /help seed")
    second.type(CONTROL_U + CONTROL_R + "opi")
    second.wait(lambda: second.rows[-2:] == ["> /topics", "search: opi"], "the search")
    second.type(END)
    second.edits("> /topics")


def keys_edit_the_line(start):
    chat = start()
    chat.type("one two three")
    chat.edits("> one two three")
    chat.type(LEFT + LEFT)
    chat.edits("> one two three", 13)
    chat.type(RIGHT + "X")
    chat.edits("> one two threXe", 15)
    chat.type(HOME)
    chat.edits("> one two threXe", 2)
    chat.type(DELETE)
    chat.edits("> ne two threXe", 2)
    chat.type(END + CONTROL_W)
    chat.edits("> ne two", 9)
    chat.type(LEFT + LEFT + CONTROL_U)
    chat.edits("> o", 2)


def wide_characters(start):
    chat = start()
    chat.type("日本grüße")
    chat.edits("> 日本grüße", 11)
    chat.type(HOME + RIGHT)
    chat.edits("> 日本grüße", 4)
    chat.type(DELETE + "ä")
    chat.edits("> 日ägrüße", 5)
    chat.type("\r")
    chat.has("> 日ägrüße")
    chat.prompts()
    chat.context_is("日ägrüße")


def several_lines(start):
    chat = start()
    chat.type('"""one\r')
    chat.prompts("...")
    chat.type('two"""\r')
    chat.prompts()
    chat.context_is("one", "two")


def a_paste_is_one_text(start):
    chat = start()
    chat.paste("hello\n/quit")
    chat.edits("/quit")
    assert chat.rows[-2:] == ["> hello", "/quit"], "wrong rows"
    chat.type("\r")
    chat.prompts()
    chat.context_is("hello", "/quit")


def control_c_clears_the_line(start):
    chat = start()
    chat.type("half a line" + CONTROL_C)
    chat.has("> half a line^C")
    chat.prompts()


def control_c_stops_a_reply(start):
    chat = start()
    chat.type("/set length 3000\r/set units 200\rhello\r")
    chat.has("> hello")
    begin = len(chat.bytes)
    chat.wait(lambda: len(chat.bytes) > begin + 200, "no reply")
    chat.type(CONTROL_C)
    chat.prompts()
    assert len(chat.bytes) < begin + 2500, "it was not stopped"
    # Without the white space, since the ^C that the terminal shows moves the ends of rows.
    written = "".join(chat.rows[:-1]).replace(" ", "").replace("^C", "")[-60:]
    chat.type("/show\r")
    chat.has("context      2 turns")
    chat.type("/context\r")
    chat.wait(lambda: chat.rows[-1] == ">" and "> /context" in chat.rows, "no context")
    kept = "".join(chat.rows[chat.rows.index("> /context") + 1 : -1]).replace(" ", "")
    assert kept.endswith(written), f"{written!r} is not kept"


def control_d_leaves(start):
    chat = start()
    chat.type(CONTROL_D)
    assert chat.exit_code() == 0
    assert chat.bytes.rfind(PASTE_OFF) > chat.bytes.rfind(PASTE_ON) > 0, "pastes are still marked"
    modes = termios.tcgetattr(chat.tty)[3]
    assert modes & termios.ICANON and modes & termios.ECHO and modes & termios.ISIG


def a_smaller_window(start):
    chat = start()
    text = "abcdefghij" * 6
    chat.type(text)
    chat.edits("> " + text)
    chat.resize(40, 24)
    chat.edits(text[38:])
    assert chat.rows[-2:] == ["> " + text[:38], text[38:]], "wrong rows"
    chat.type(HOME + "!")
    chat.wait(lambda: chat.rows[-2:] == ["> !" + text[:37], text[37:]], "the line after a key")
    assert chat.column == 3, "wrong column"
    chat.type(CONTROL_C)
    chat.prompts()


def looks_behind_a_reply(start):
    chat = start()
    chat.type("/topic harbour\rhello there\r/judge\r")
    chat.has("looks real")
    chat.type("/why\r")
    chat.has("%  hello there")
    chat.has("topic harbour")
    chat.type("/candidates 2\r")
    chat.has("/pick 1 takes the one")
    chat.prompts("harbour>")


def colours(start):
    """What is bold or coloured is so only where NO_COLOR is not set."""

    def talk(**environment):
        chat = start(**environment)
        chat.type("hello there\r/judge\r")
        chat.has("looks real")
        chat.prompts()
        return chat

    def cells(chat):
        return [cell for row in chat.screen.buffer.values() for cell in row.values()]

    def is_plain(cell):
        return cell == cell._replace(fg="default", bg="default", bold=False)

    assert not all(map(is_plain, cells(talk()))), "nothing stands out"
    plain = talk(NO_COLOR="1")
    assert all(map(is_plain, cells(plain))) and not STYLE.search(plain.bytes), "a colour"


def a_dumb_terminal(start):
    chat = start(TERM="dumb")
    chat.type("helo" + LEFT + "l")
    chat.edits("> hello", 6)
    chat.type("\r/judge\r")
    chat.has("looks real")
    chat.type(CONTROL_D)
    assert chat.exit_code() == 0
    assert b"\x1b" not in chat.bytes, "an escape byte"


def main():
    if len(sys.argv) != 3 or not all(Path(path).exists() for path in sys.argv[1:]):
        sys.exit(__doc__)
    program, checkpoint = (str(Path(path).resolve()) for path in sys.argv[1:])
    checks = [
        greets, prompt_shows_the_topic, tab_completes, history_and_search, keys_edit_the_line,
        wide_characters, several_lines, a_paste_is_one_text, control_c_clears_the_line,
        control_c_stops_a_reply, control_d_leaves, a_smaller_window, looks_behind_a_reply,
        colours, a_dumb_terminal,
    ]
    failures = 0
    for check in checks:
        chats = []
        with tempfile.TemporaryDirectory() as home:

            def start(**options):
                chats.append(Chat(program, checkpoint, home, **options))
                chats[-1].prompts()
                return chats[-1]

            try:
                check(start)
                print(f"ok      {check.__name__}", flush=True)
            except (AssertionError, OSError) as failure:
                failures += 1
                print(f"FAILED  {check.__name__}: {failure}", flush=True)
                if chats:
                    print(chats[-1].shown(), flush=True)
            finally:
                for chat in chats:
                    chat.close()
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
