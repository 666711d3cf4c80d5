import Texts

/// What has been written of one reply so far.
struct ReplyProgress {
    var text = ""
    /// Blanks that are written only when something follows them.
    var pending = ""
    var units = 0
    var symbols = 0
    var isDone = false
    /// Whether what has been written ends with a whole unit.
    var isFinished = false
    /// The unit that is being written.
    var openUnit: String
    let layout: Layout
    let settings: ReplySettings
    /// The most symbols of a continuation in training.
    let passageLength: Int

    init(openUnit: String, layout: Layout, settings: ReplySettings, passageLength: Int) {
        self.openUnit = openUnit
        self.layout = layout
        self.settings = settings
        self.passageLength = passageLength
    }

    /// Takes in a symbol, the one at `place` (from 1) of its passage; false when it ends the passage.
    mutating func take(
        _ symbol: Symbol, _ decoder: inout SymbolDecoder, place: Int, emit: (String) -> Bool
    ) -> Bool {
        symbols += 1
        if symbol == Alphabet.end {
            isDone = true
            isFinished = true
            return false
        }
        let piece = decoder.append(symbol)
        var endsUnit = endUnit(before: piece)
        if units >= settings.units || isFull(before: piece) {
            isDone = true
            return false
        }
        if !piece.isEmpty {
            isFinished = add(piece, emit: emit)
            endsUnit = endsUnit || isFinished
        }
        let isBetweenWords = text.isEmpty || !pending.isEmpty
        if units >= settings.units || (symbols >= settings.length && isBetweenWords) {
            isDone = true
        }
        return !isDone
            && !(place >= passageLength && (endsUnit || place > 2 * passageLength + 1))
    }

    /// Ends the open unit where the script needs no blank for it and `piece` begins another one.
    private mutating func endUnit(before piece: String) -> Bool {
        guard layout == .prose, UnitEnd.isWhole(openUnit, before: piece) else { return false }
        finishUnit()
        return true
    }

    /// Whether `piece` has no room any more.
    ///
    /// Neither a spelling is cut nor a mark from its letter: behind the last symbol that there is room
    /// for, what comes next is waited for, and left out when it is a character of its own. Marks have an
    /// end too.
    private func isFull(before piece: String) -> Bool {
        let excess = symbols - settings.length
        guard excess > 0, !piece.isEmpty else { return false }
        let isJoined = pending.isEmpty && text.last.map { "\($0)\(piece)".count == 1 } ?? false
        return !isJoined || excess > 32
    }

    private mutating func finishUnit() {
        openUnit = ""
        isFinished = true
        if !text.isEmpty { units += 1 }
    }

    /// Takes `piece` in; true when it ends a unit.
    private mutating func add(_ piece: String, emit: (String) -> Bool) -> Bool {
        openUnit += piece
        if piece.allSatisfy(\.isWhitespace) {
            if !text.isEmpty { pending += piece }
            // Nothing to show yet, but whoever listens may want to stop.
            if !emit("") { isDone = true }
        } else {
            text += pending + piece
            if !emit(pending + piece) { isDone = true }
            pending = ""
        }
        guard endsUnit(piece) else { return false }
        finishUnit()
        return true
    }

    private func endsUnit(_ piece: String) -> Bool {
        switch layout {
        case .lines:
            return piece == "\n"
        case .prose:
            guard piece == " " || piece == "\n", !openUnit.allSatisfy(\.isWhitespace) else {
                return false
            }
            // A sentence has ended when another one could begin here.
            return layout.units(of: openUnit + "A").count > 1
        }
    }
}
