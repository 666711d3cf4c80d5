import CLineEditor

/// Ctrl-C as a flag that a long work polls, instead of the end of the program.
public struct InterruptFlag: Sendable {
    private init() {}

    /// Runs `body`, in which SIGINT raises the flag and does nothing else; afterwards the handler
    /// that stood before is back. Uses may nest; the flag is one for the whole process.
    public static func watching<Result>(
        _ body: (InterruptFlag) throws -> Result
    ) rethrows -> Result {
        interrupt_flag_install()
        defer { interrupt_flag_restore() }
        interrupt_flag_lower()
        return try body(InterruptFlag())
    }

    /// Whether SIGINT came since the flag was last lowered.
    public var isRaised: Bool { interrupt_flag_is_raised() }

    /// Forgets an interrupt that has been dealt with.
    public func lower() { interrupt_flag_lower() }
}
