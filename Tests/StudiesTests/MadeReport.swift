import Evaluation
import Foundation

/// Reports with made-up figures.
enum MadeReport {
    /// A sweep whose point i has temperature 0.6 + 0.2·i, and a judge that is right `judge` + 0.01·i of
    /// the time.
    static func report(
        bits: Double = 2, contextGain: Double = 0.1, judge: Double = 0.7,
        sweep: [(lm: Double, rlm: Double, topic: Double?)]
    ) throws -> EvaluationReport {
        let points = sweep.enumerated().map { index, point in
            let topic = point.topic.map { ", \"topicAdherence\": \($0)" } ?? ""
            return """
                {"temperature": \(["0.6", "0.8", "1"][index]), "lm": \(point.lm), "rlm": \(point.rlm),
                 "freshJudge": \(judge + 0.01 * Double(index)), "characters": 100, "samples": []\(topic)}
                """
        }
        let json = """
            {"characters": 100, "bitsPerCharacter": \(bits),
             "bitsPerCharacterOtherContext": \(bits + contextGain), "contextGain": \(contextGain),
             "topics": [], "sampleCount": 1, "candidates": 1, "guidance": 1, "seed": 1,
             "sweep": [\(points.joined(separator: ", "))]}
            """
        return try JSONDecoder().decode(EvaluationReport.self, from: Data(json.utf8))
    }
}
