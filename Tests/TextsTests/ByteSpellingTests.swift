import Testing
import Texts

/// What may be written next so that it stays UTF-8.
@Suite struct ByteSpellingTests {
    let alphabet = Alphabet(scalars: ["a", "b"])

    private func isForbidden(_ symbol: Symbol, after spelling: ByteSpelling) -> Bool {
        spelling.forbidden(of: alphabet.count).contains { $0.contains(Int(symbol)) }
    }

    @Test func aSpellingIsGoneOnWith() {
        // U+20AC is E2 82 AC.
        let euro = alphabet.encode("€")
        #expect(euro.count == 3)
        let letter = alphabet.encode("a")[0]
        var spelling = ByteSpelling()
        #expect(!isForbidden(euro[0], after: spelling) && !isForbidden(letter, after: spelling))
        #expect(isForbidden(euro[1], after: spelling))
        for next in euro[1...] {
            spelling.take(next == euro[1] ? euro[0] : euro[1])
            #expect(!isForbidden(next, after: spelling))
            for other in [letter, euro[0], Alphabet.end, Alphabet.start] {
                #expect(isForbidden(other, after: spelling))
            }
        }
        spelling.take(euro[2])
        #expect(!isForbidden(letter, after: spelling) && isForbidden(euro[2], after: spelling))
    }

    /// Whatever is drawn of what is allowed, in whatever order, is text without a fault.
    @Test(arguments: 1...20)
    func whatIsAllowedIsUTF8(seed: UInt64) {
        var numbers = Made.Numbers(state: seed)
        var spelling = ByteSpelling()
        var symbols: [Symbol] = []
        var pending = 0
        while symbols.count < 2000 || pending > 0 {
            let forbidden = spelling.forbidden(of: alphabet.count)
            let symbol = Symbol.random(in: 2..<Symbol(alphabet.count), using: &numbers)
            if forbidden.contains(where: { $0.contains(Int(symbol)) }) { continue }
            symbols.append(symbol)
            spelling.take(symbol)
            var decoder = SymbolDecoder(alphabet)
            pending = symbols.suffix(4).reduce(0) { decoder.append($1).isEmpty ? $0 + 1 : 0 }
        }
        let text = alphabet.decode(symbols)
        #expect(!text.unicodeScalars.contains("\u{FFFD}"))
        #expect(text.unicodeScalars.contains { $0.value > 0xFFFF })
    }
}
