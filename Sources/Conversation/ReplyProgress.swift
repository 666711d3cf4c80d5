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
        let endsUnit = !piece.isEmpty && add(piece, emit: emit)
        if endsUnit && !text.isEmpty { units += 1 }
        isFinished = endsUnit
        if units >= settings.units || symbols >= settings.length { isDone = true }
        return !isDone
            && !(place >= passageLength && (endsUnit || place > 2 * passageLength + 1))
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
        openUnit = ""
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
