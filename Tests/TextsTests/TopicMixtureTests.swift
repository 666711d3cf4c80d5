import Testing
import Texts

@Suite struct TopicMixtureTests {
    let names = ["harbour", "kitchen", "kite"]

    @Test func noWordsAreTheUniformVector() throws {
        for words in ["", "  ", "none", "None"] {
            let mixture = try TopicMixture(parsing: words, of: names)
            #expect(mixture == .none(of: names))
            #expect(mixture.description == "none")
        }
        #expect(abs(TopicMixture.none(of: names).weights.reduce(0, +) - 1) < 1e-6)
        #expect(TopicMixture.none(of: []).weights.isEmpty)
    }

    @Test func weightsAreNormalised() throws {
        let mixture = try TopicMixture(parsing: "harbour:2, KITCHEN:1", of: names)
        #expect(abs(mixture.weights[0] - 2 / 3) < 1e-6)
        #expect(mixture.description == "harbour 0.67, kitchen 0.33")
        #expect(try TopicMixture(parsing: "harb", of: names) == .only(0, of: names))
    }

    @Test func namesMayHaveBlanks() throws {
        let names = ["night sky", "night train", "sea"]
        #expect(try TopicMixture(parsing: "Night  sky", of: names) == .only(0, of: names))
        let odd = ["rock, pop", "jazz", "a  b"]
        #expect(try TopicMixture(parsing: "Rock, Pop", of: odd) == .only(0, of: odd))
        #expect(try TopicMixture(parsing: " a  b ", of: odd) == .only(2, of: odd))
    }

    @Test func weightsComeBackToTheBit() throws {
        let weights: [Float] = [0.1, 0.7, 0.2]
        #expect(TopicMixture(restoring: weights, of: names)?.weights == weights)
        for bad: [Float] in [[0.5, 0.5], [-0.5, 1, 0.5], [1, 1, 1], [.nan, 0, 1]] {
            #expect(TopicMixture(restoring: bad, of: names) == nil)
        }
    }

    @Test func wrongWordsSayWhatIsPossible() {
        func message(_ words: String, _ names: [String]) -> String? {
            do {
                _ = try TopicMixture(parsing: words, of: names)
                return nil
            } catch { return "\(error)" }
        }
        #expect(message("ki", names) == "\"ki\" could be kitchen or kite")
        #expect(message("sea", names) == "no topic \"sea\"; the topics are harbour, kitchen, kite")
        #expect(message("sea", []) == "no topic \"sea\": this model has no topics")
        for bad in [
            "kite:0", "kite:-1", "kite:x", "kite:1:2", "kite:inf", "kite:3e38", "kite:1e-45", ":2",
        ] {
            #expect(message(bad, names)?.contains("NAME:WEIGHT") == true)
        }
    }

    /// As keyboards of other scripts type them.
    @Test(arguments: ["港:2、船:1", "港：２，船：１", "港:٢، 船:1", "港:2\u{3000}船", "船 港:2.0"])
    func commasColonsAndDigitsOfAnyScript(words: String) throws {
        let mixture = try TopicMixture(parsing: words, of: ["港", "船"])
        #expect(mixture.description == "港 0.67, 船 0.33")
    }
}
