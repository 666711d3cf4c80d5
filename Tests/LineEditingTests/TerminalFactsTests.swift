import Foundation
import LineEditing
import Testing

@Suite(.serialized) struct TerminalFactsTests {
    @Test func aPipeIsNoTerminal() {
        let pipe = Pipe()
        let descriptor = pipe.fileHandleForReading.fileDescriptor
        #expect(!Terminal.isTerminal(descriptor))
        #expect(!Terminal.allowsColour(descriptor, environment: ["TERM": "xterm"]))
        #expect(Terminal.width(descriptor, environment: ["COLUMNS": "100"]) == 100)
        #expect(Terminal.width(descriptor, environment: ["COLUMNS": "-3"]) == 80)
        #expect(Terminal.width(descriptor, environment: [:]) == 80)
        #expect(Terminal.height(descriptor, environment: ["LINES": "30"]) == 30)
        #expect(Terminal.height(descriptor, environment: [:]) == 24)
    }

    @Test func aPseudoTerminalIsOne() throws {
        let descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        #expect(Terminal.isTerminal(descriptor))
        #expect(Terminal.allowsColour(descriptor, environment: ["TERM": "xterm"]))
        let empty = ["TERM": "xterm", "NO_COLOR": ""]
        #expect(Terminal.allowsColour(descriptor, environment: empty))
        let no = ["TERM": "xterm", "NO_COLOR": "1"]
        #expect(!Terminal.allowsColour(descriptor, environment: no))
        #expect(!Terminal.allowsColour(descriptor, environment: ["TERM": "dumb"]))
        #expect(!Terminal.allowsColour(descriptor, environment: [:]))
        #expect(!Terminal.allowsColour(descriptor, environment: ["TERM": ""]))
        #expect(
            Terminal.isDumb(environment: [:]) && !Terminal.isDumb(environment: ["TERM": "vt100"]))
    }

    @Test func anInterruptRaisesTheFlagAndTheOldHandlerComesBack() {
        let before = signal(SIGINT, SIG_IGN)
        // The threads that tests run on block signals.
        var interrupt = sigset_t()
        var mask = sigset_t()
        sigemptyset(&interrupt)
        sigaddset(&interrupt, SIGINT)
        pthread_sigmask(SIG_UNBLOCK, &interrupt, &mask)
        defer {
            pthread_sigmask(SIG_SETMASK, &mask, nil)
            signal(SIGINT, before)
        }
        InterruptFlag.watching { flag in
            #expect(!flag.isRaised)
            raise(SIGINT)
            #expect(flag.isRaised)
            flag.lower()
            #expect(!flag.isRaised)
            InterruptFlag.watching { inner in
                raise(SIGINT)
                #expect(inner.isRaised)
            }
            raise(SIGINT)
            #expect(flag.isRaised)
        }
        // SIGINT is ignored again: this would end the tests otherwise.
        raise(SIGINT)
        InterruptFlag.watching { #expect(!$0.isRaised) }
    }
}
