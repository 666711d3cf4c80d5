import Foundation
import Testing
import Texts

@Suite struct AlphabetTests {
    static let texts = [
        "", "plain ASCII\n\ttext", "Grüße, naïve façade", "Ελληνικά και кириллица", "漢字かな交じり文",
        "한국어 문장", "สวัสดีครับ", "العربية مع تشكيل: مُحَمَّد", "हिन्दी वाक्य।", "𝒜𝔘 𐍈 𠜎",
        "👩‍👩‍👧‍👦 🇩🇪 👍🏽 🏳️‍🌈", "e\u{301} o\u{308}\u{323} \u{1112}\u{1161}\u{11AB}", "\u{FEFF}\u{200B}\u{202E}",
        "NUL \0 and \u{7F} and \u{10FFFF}",
    ]

    @Test(arguments: texts)
    func anyTextRoundTrips(_ text: String) {
        let composed = text.precomposedStringWithCanonicalMapping
        let small = Alphabet(scalars: Array("plain ".unicodeScalars))
        let own = Alphabet(scalars: Array(composed.unicodeScalars))
        for alphabet in [small, own] {
            let decoded = alphabet.decode(alphabet.encode(text))
            #expect(Array(decoded.unicodeScalars) == Array(composed.unicodeScalars))
        }
        #expect(own.encode(text).count == composed.unicodeScalars.count)
    }

    /// Letters and marks in any order and number come out in NFC, though most texts skip it.
    @Test func encodingIsInNormalForm() {
        let scalars =
            Array(
                "aeoA\u{300}\u{301}\u{308}\u{323}\u{327}\u{338}\u{1112}\u{1161}\u{11AB}\u{AC00}"
                    .unicodeScalars)
            + Array(
                "\u{915}\u{93C}\u{94D}\u{9BE}\u{9C7}\u{E38}\u{E48}\u{5D0}\u{5B7}\u{5BC}"
                    .unicodeScalars)
            + Array(
                "\u{FB2A}\u{212B}\u{2000}\u{304B}\u{3099}\u{F900}\u{1D15E}\u{64E}\u{651}"
                    .unicodeScalars)
        let alphabet = Alphabet(scalars: [])
        var numbers = Made.Numbers(state: 11)
        for _ in 0..<5000 {
            var view = String.UnicodeScalarView()
            for _ in 0..<5 { view.append(scalars.randomElement(using: &numbers) ?? "a") }
            let text = String(view)
            let composed = text.precomposedStringWithCanonicalMapping.unicodeScalars
            let decoded = alphabet.decode(alphabet.encode(text)).unicodeScalars
            #expect(decoded.elementsEqual(composed), "\(view.map(\.value))")
        }
    }

    @Test func everyScalarRoundTripsInBytes() {
        let alphabet = Alphabet(scalars: [])
        for value in stride(from: UInt32(0), through: 0x10FFFF, by: 61) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = String(Character(scalar)).precomposedStringWithCanonicalMapping
            #expect(
                alphabet.decode(alphabet.encode(text)).unicodeScalars.elementsEqual(
                    text.unicodeScalars))
        }
    }

    @Test func symbolsAreNumberedAsDocumented() {
        let alphabet = Alphabet(scalars: ["b", "a", "b", "é"])
        #expect(alphabet.scalars == ["a", "b", "é"])
        #expect(alphabet.count == 261)
        #expect(alphabet.encode("ab") == [258, 259])
        #expect(alphabet.encode("e\u{301}") == [260])
        #expect(alphabet.encode("c") == [2 + 0x63])
        #expect(alphabet.encode("ß") == [2 + 0xC3, 2 + 0x9F])
    }

    @Test func everySingleByteDecodes() {
        let alphabet = Alphabet(scalars: [])
        for byte in 0...255 {
            let text = alphabet.decode([Symbol(2 + byte)])
            let expected = byte < 0x80 ? String(UnicodeScalar(UInt8(byte))) : "\u{FFFD}"
            #expect(text == expected)
        }
    }

    @Test func marksAndStrangersDecode() {
        let alphabet = Alphabet(scalars: ["a"])
        #expect(alphabet.decode([Alphabet.start, 258, Alphabet.end]) == "a")
        #expect(alphabet.decode([2 + 0xE2, 2 + 0x82, 258]) == "\u{FFFD}a")
        #expect(alphabet.decode([2 + 0xE2, Alphabet.end]) == "\u{FFFD}")
        #expect(alphabet.decode([9999]) == "\u{FFFD}")
    }

    @Test func rareScalarsAreSpelled() {
        let counts: [Unicode.Scalar: Int] = ["a": 9, "b": 3, "c": 2, "d": 5, "e": 5]
        #expect(Alphabet(counts: counts).scalars == ["a", "b", "d", "e"])
        #expect(Alphabet(counts: counts, minimumCount: 1).scalars.count == 5)
        #expect(Alphabet(counts: counts, limit: 2).scalars == ["a", "d"])
    }

    @Test func storesItselfReadably() throws {
        let alphabet = Alphabet(scalars: Array("\n aé\u{301}漢👍\"\\".unicodeScalars))
        let data = try JSONEncoder().encode(alphabet)
        #expect(try JSONDecoder().decode(Alphabet.self, from: data) == alphabet)
        #expect(String(decoding: data, as: UTF8.self).contains("漢"))
    }
}

@Suite struct SymbolDecoderTests {
    /// Well-formed and broken spellings, one after the other: the streamed pieces make the whole.
    @Test func streamingEqualsDecoding() {
        let alphabet = Alphabet(scalars: Array("abc漢".unicodeScalars))
        var numbers = Made.Numbers(state: 7)
        for _ in 0..<300 {
            var symbols = alphabet.encode("a👍b漢é")
            for _ in 0..<4 {
                symbols.insert(
                    Symbol.random(in: 0..<270, using: &numbers),
                    at: Int.random(in: 0...symbols.count, using: &numbers))
            }
            var decoder = SymbolDecoder(alphabet)
            let streamed = symbols.map { decoder.append($0) }.joined() + decoder.finish()
            #expect(streamed == alphabet.decode(symbols))
        }
    }

    /// Any bytes decode as Swift's own repairing decoder decodes them.
    @Test func repairsAsUnicodeRecommends() {
        let alphabet = Alphabet(scalars: [])
        let leads: [UInt8] = [
            0x41, 0x80, 0xBF, 0xC0, 0xC3, 0xE0, 0xE2, 0xED, 0xF0, 0xF4, 0xF5, 0x9F, 0xA0,
        ]
        var numbers = Made.Numbers(state: 3)
        for _ in 0..<3000 {
            let bytes = (0..<6).map { _ in leads.randomElement(using: &numbers) ?? 0 }
            let decoded = alphabet.decode(bytes.map { 2 + Symbol($0) })
            #expect(decoded == String(decoding: bytes, as: UTF8.self), "\(bytes)")
        }
    }

    @Test func isSilentInsideASpelling() {
        let alphabet = Alphabet(scalars: [])
        var decoder = SymbolDecoder(alphabet)
        #expect(alphabet.encode("€").map { decoder.append($0) } == ["", "", "€"])
        #expect(decoder.finish().isEmpty)
    }
}
