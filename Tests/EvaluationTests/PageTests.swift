import Evaluation
import Foundation
import Models
import Testing
import Training

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("The page")
struct PageTests {
    private static let hostile = "<script>alert(\"1\")</script>\u{1B}]0;x\u{7} & 'q'"

    private func report(name: String = "sea") throws -> EvaluationReport {
        let names = try String(decoding: JSONEncoder().encode([name, "sky"]), as: UTF8.self)
        let text = try String(
            decoding: JSONEncoder().encode(PageTests.hostile + " was written"), as: UTF8.self)
        let json = """
            {"characters": 98765, "bitsPerCharacter": 1.61234, "bitsPerCharacterOtherContext": 1.7,
             "bitsPerCharacterOtherTopic": 1.65, "contextGain": 0.08766, "topicGain": 0.03766,
             "topics": \(names), "sampleCount": 64, "candidates": 3, "guidance": 2, "seed": 77,
             "sweep": [{"temperature": 0.8, "lm": 1.81234, "lmReal": 1.85678, "rlm": 2.71234,
               "rlmReal": 2.31234, "js4": 0.11111, "js4Real": 0.1, "js6": 0.4, "js6Real": 0.39,
               "distinct4": 0.2, "distinct4Real": 0.21, "novelty": 0.01, "noveltyReal": 0.02,
               "topicAdherence": 0.61, "topicAdherenceReal": 0.62, "freshJudge": 0.73456,
               "freshJudgeReal": 0.49876, "topicMatrix": [[30, 2, 1], [4, 26, 1]],
               "topicMatrixReal": [[31, 1, 1], [2, 28, 1]], "characters": 4000,
               "samples": [{"topic": "sky", "context": "Before.", "text": \(text), "code": 2}]}],
             "codeRecovery": {"texts": 2000, "temperature": 0.8, "entropy": 2, "bits": 1.5,
               "share": 0.75, "accuracy": 0.8, "matrix": [[9, 1], [2, 8]]}}
            """
        return try JSONDecoder().decode(EvaluationReport.self, from: Data(json.utf8))
    }

    private func history() throws -> [StepReport] {
        try (1...40).map { index in
            let duel = """
                , "duel": {"discriminatorLoss": 1.5, "generatorLoss": 0.7, "accuracy": 0.6,
                  "contextAccuracy": 0.6, "temperature": 0.9, "isBalanced": true}
                """
            let json = """
                {"phase": "\(index <= 20 ? "likelihood" : "adversarial")", "step": \(index * 10),
                 "share": 0.5, "charactersPerSecond": 1, "trainingBits": 2, "rate": 1,
                 "gradientNorm": 1 \(index > 20 ? duel : "")
                 \(index == 30 ? ", \"notice\": \"diversity fell: went back to step 220\"" : "")}
                """
            return try JSONDecoder().decode(StepReport.self, from: Data(json.utf8))
        }
    }

    private func page(_ name: String = "sea") throws -> String {
        let judgement = Judgement(
            mean: -0.25,
            characters: [
                CharacterJudgement(text: "<", logit: -3), CharacterJudgement(text: "b", logit: 3),
            ])
        return ReportPage(
            title: name, subject: "of \(name)",
            arms: [
                .init(name: "one \(name)", report: try report(name: name)),
                .init(name: "two", report: try report(name: name)),
            ], history: try history(), step: 300,
            attention: [
                AttentionMap(
                    context: ["a", " ", "b"], text: ["<", "y"],
                    weights: [[0.5, 0.2, 0.3], [0.1, 0.1, 0.8]])
            ],
            judged: [
                JudgedPair(topic: name, context: name, real: judgement, sampled: judgement)
            ], settings: [.init(name: "Training", lines: [("rate", name)])]
        ).html
    }

    @Test func hasEverySection() throws {
        let page = try page()
        for id in [
            "training", "diversity", "measures", "topics", "codes", "samples", "attention",
            "judgement", "settings",
        ] {
            #expect(page.contains("<section id=\"\(id)\""), "\(id)")
            #expect(page.contains("href=\"#\(id)\""), "\(id)")
        }
        #expect(page.contains("went back to step 220"))
        #expect(page.contains("the duel begins"))
    }

    @Test func tellsTheNumbersOfTheReport() throws {
        let page = try page()
        for figure in [
            "98,765", "1.6123", "0.0877", "0.0377", "1.812", "1.857", "2.712", "0.111", "0.735",
            "0.499", ">77<", ">91<", "75 %",
        ] {
            #expect(page.contains(figure), "\(figure)")
        }
    }

    @Test func isWellFormedWhateverTheTextsSay() throws {
        for name in ["sea", PageTests.hostile, "مرحبا \u{202E}", "]]>", "\u{0}"] {
            let page = try page(name)
            let parser = XMLParser(data: Data(page.utf8))
            #expect(parser.parse(), "\(name): \(String(describing: parser.parserError))")
            #expect(!page.contains("<script") && !page.contains("\u{1B}"))
        }
    }

    @Test func asksNothingOfANetwork() throws {
        let page = try page()
        for word in ["src=", "url(", "@import", "<link", "<script", "href=\"http"] {
            #expect(!page.contains(word), "\(word)")
        }
        let addresses = page.components(separatedBy: "http").count - 1
        #expect(
            addresses == page.components(separatedBy: "\"http://www.w3.org/2000/svg\"").count - 1)
    }

    @Test func theSameMaterialGivesTheSamePage() throws {
        #expect(try page() == page())
    }
}
