import Foundation

/// A program in a pseudo-terminal: keys go in, and a ``Screen`` shows what it drew.
///
/// The program gets a session and a controlling terminal of its own, so Ctrl-C and Ctrl-Z reach it
/// as they would from a keyboard. Nothing is read in the background: the waiting functions read.
final class PseudoTerminal {
    /// What stands on the screen.
    private(set) var screen: Screen
    /// Every byte that the program wrote, for tests that look for escapes.
    private(set) var bytes: [UInt8] = []
    /// The program.
    let process: pid_t

    private let keyboard: Int32
    private var status: Int32?

    /// Why the program could not be started.
    struct Failure: Error { let what: String, code: Int32 }

    /// Starts `executable`, with nothing in its environment but what is given here.
    init(
        _ executable: URL, _ arguments: [String] = [], environment: [String: String] = [:],
        columns: Int = 80, rows: Int = 24
    ) throws {
        screen = Screen(columns: columns, rows: rows)
        let name: String
        (keyboard, name) = try PseudoTerminal.open()
        _ = fcntl(keyboard, F_SETFD, FD_CLOEXEC)

        #if os(Linux)
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #else
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        // A new session's first terminal becomes its controlling terminal; signals are as a shell
        // leaves them, whatever the tests do with theirs.
        let flags = PseudoTerminal.newSession | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGINT, SIGQUIT, SIGTSTP, SIGPIPE, SIGHUP, SIGTERM] {
            sigaddset(&signals, signal)
        }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)

        var settings = ["TERM": "xterm", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"]
        settings.merge(environment) { $1 }
        let words = ([executable.path] + arguments).map { strdup($0) } + [nil]
        // An empty value: the variable is not there.
        let variables = settings.filter { !$1.isEmpty }.map { strdup("\($0)=\($1)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, executable.path, &actions, &attributes, words, variables)
        self.process = process
        guard code == 0 else { throw Failure(what: executable.path, code: code) }
        resize(columns: columns, rows: rows)
    }

    deinit {
        defer { close(keyboard) }
        // 0: it could not be started, and 0 would mean every process of the group.
        guard process > 0 else { return }
        if exitCode(within: 0) == nil { kill(process, SIGKILL) }
        _ = exitCode(within: 5)
    }

    /// A fresh pair: the keyboard's end, and the name of the end that programs open.
    private static func open() throws -> (keyboard: Int32, name: String) {
        #if os(Linux)
            // What posix_openpt, unlockpt and ptsname do, which Swift's Glibc module lacks.
            let keyboard = Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
            var lock: Int32 = 0
            var number: UInt32 = 0
            guard keyboard >= 0, ioctl(keyboard, UInt(0x4004_5431), &lock) == 0,
                ioctl(keyboard, UInt(0x8004_5430), &number) == 0
            else { throw Failure(what: "/dev/ptmx", code: errno) }
            return (keyboard, "/dev/pts/\(number)")
        #else
            let keyboard = posix_openpt(O_RDWR | O_NOCTTY)
            guard keyboard >= 0, grantpt(keyboard) == 0, unlockpt(keyboard) == 0,
                let name = ptsname(keyboard)
            else { throw Failure(what: "posix_openpt", code: errno) }
            return (keyboard, String(cString: name))
        #endif
    }

    #if os(Linux)
        private static let newSession: Int32 = 0x80  // POSIX_SPAWN_SETSID needs _GNU_SOURCE
    #else
        private static let newSession = Int32(POSIX_SPAWN_SETSID)
    #endif

    /// Gives the terminal another size, as dragging its window does.
    func resize(columns: Int, rows: Int) {
        var size = winsize()
        size.ws_col = UInt16(columns)
        size.ws_row = UInt16(rows)
        _ = ioctl(keyboard, UInt(TIOCSWINSZ), &size)
        screen.resize(columns: columns, rows: rows)
    }

    /// Whether the terminal is in its ordinary modes: it collects lines, echoes keys, and Ctrl-C is a
    /// signal; and it does not mark what is pasted.
    var isOrdinary: Bool {
        var modes = termios()
        guard tcgetattr(keyboard, &modes) == 0 else { return false }
        let flags = tcflag_t(ICANON) | tcflag_t(ECHO) | tcflag_t(ISIG)
        return modes.c_lflag & flags == flags && !screen.bracketsPastes
    }

    /// Sends the program a signal.
    func send(_ signal: Int32) { kill(process, signal) }

    /// Pastes `text`, as a terminal does that marks what is pasted: with carriage returns for newlines.
    func paste(_ text: String) {
        type("\u{1B}[200~\(text.replacingOccurrences(of: "\n", with: "\r"))\u{1B}[201~")
    }

    /// Presses the keys of `text`.
    func type(_ text: String) { send(Array(text.utf8)) }

    /// Presses a key that has no character.
    func press(_ key: Key) { type(key.rawValue) }

    /// Sends bytes as they are, broken UTF-8 too.
    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(keyboard, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Keys that send a control character or an escape sequence.
    enum Key: String {
        case enter = "\r"
        case tab = "\t"
        case backspace = "\u{7F}"
        case delete = "\u{1B}[3~"
        case up = "\u{1B}[A"
        case down = "\u{1B}[B"
        case right = "\u{1B}[C"
        case left = "\u{1B}[D"
        case home = "\u{1B}[H"
        case end = "\u{1B}[F"
        case controlLeft = "\u{1B}[1;5D"
        case controlRight = "\u{1B}[1;5C"
        case controlC = "\u{03}"
        case controlD = "\u{04}"
        case controlL = "\u{0C}"
        case controlR = "\u{12}"
        case controlU = "\u{15}"
        case controlW = "\u{17}"
        case controlZ = "\u{1A}"
    }

    /// Reads until the screen is as `condition` wants it; `false` when it is not in time.
    func wait(_ seconds: Double = 30, until condition: (Screen) -> Bool) -> Bool {
        let end = Date(timeIntervalSinceNow: seconds)
        while !condition(screen) {
            let left = end.timeIntervalSinceNow
            guard left > 0, readSome(within: left) else { return condition(screen) }
        }
        return true
    }

    /// Reads until `text` stands somewhere on the screen.
    func waitFor(_ text: String, _ seconds: Double = 30) -> Bool {
        wait(seconds) { $0.text.contains(text) }
    }

    /// Reads until the row with the cursor is `text`.
    func waitForRow(_ text: String, _ seconds: Double = 30) -> Bool {
        wait(seconds) { $0.rowWithCursor == text }
    }

    /// Reads until the program has ended; its exit code, or 128 and the signal that ended it, or
    /// `nil` when it still runs.
    func exitCode(within seconds: Double = 30) -> Int32? {
        let end = Date(timeIntervalSinceNow: seconds)
        while status == nil {
            var code: Int32 = 0
            if waitpid(process, &code, WNOHANG) == process {
                status = code & 0x7F == 0 ? code >> 8 & 0xFF : 128 + code & 0x7F
            } else if end.timeIntervalSinceNow <= 0 {
                return nil
            } else if !readSome(within: 0.02) {
                usleep(10_000)
            }
        }
        while readSome(within: 0) {}
        return status
    }

    /// Reads what comes within the time; `false` when nothing came.
    private func readSome(within seconds: Double) -> Bool {
        var waiting = pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, Int32(seconds * 1000)) > 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = read(keyboard, &buffer, buffer.count)
        guard count > 0 else { return false }
        bytes += buffer.prefix(count)
        screen.draw(buffer.prefix(count))
        return true
    }
}
