import Evaluation
import Foundation
import Models
import Studies
import Testing
import Texts
import Training

@Suite("The table of a study")
struct StudyTableTests {
    private var plan: StudyPlan {
        var settings = TrainingSettings()
        settings.likelihood = .steps(100)
        settings.adversarial = .steps(10)
        var plan = StudyPlan(
            texts: ["made up"], corpus: CorpusOptions(),
            configuration: ModelConfiguration(symbols: 9, topics: 0), settings: settings,
            arms: [.control, .duel], seeds: 3)
        plan.temperatures = [0.6, 0.8, 1]
        return plan
    }

    /// Three seeds in which the duel's context gain is higher by 0.03, 0.04 and 0.05, its RLM at equal LM
    /// by 0.1 in every seed, and its topic adherence not always measured.
    private func results() throws -> [StudyTable.Result] {
        var results: [StudyTable.Result] = []
        for seed in 1...3 {
            let control = try MadeReport.report(
                contextGain: 0.1, sweep: [(1.5, 3, 0.5), (2, 2.5, 0.5), (2.5, 2, 0.5)])
            // At the control's LM of 2 it stands half-way between its first two points.
            let duel = try MadeReport.report(
                contextGain: 0.12 + 0.01 * Double(seed), judge: 0.6,
                sweep: [(1.8, 2.8, 0.6), (2.2, 2.4, seed == 3 ? nil : 0.8), (2.6, 2.1, nil)])
            results.append(.init(arm: "likelihood-continued", seed: UInt64(seed), report: control))
            results.append(.init(arm: "duel", seed: UInt64(seed), report: duel))
        }
        return results
    }

    @Test func differencesAreTakenSeedBySeedAtEqualLM() throws {
        let table = StudyTable(plan: plan, results: try results())
        #expect(table.rows.map(\.arm) == ["likelihood-continued", "duel"])
        let duel = try #require(table.rows.last)
        let gain = try #require(duel.cells["contextGain"])
        let difference = try #require(gain.difference)
        #expect(abs(difference.mean - 0.04) < 1e-12)
        #expect(abs((difference.standardError ?? 0) - 0.01 / 3.0.squareRoot()) < 1e-12)
        #expect(gain.isGain && !gain.isLoss)
        let rlm = try #require(duel.cells["rlmAtEqualLM"])
        #expect(abs((rlm.difference?.mean ?? 0) - 0.1) < 1e-12)
        #expect(rlm.isLoss, "a higher RLM is worse")
        let topic = try #require(duel.cells["topicAdherenceAtEqualLM"])
        #expect(topic.value.count == 2 && abs(topic.value.mean - 0.7) < 1e-12)
        let judge = try #require(duel.cells["freshJudge"])
        #expect(abs(judge.value.mean - 0.61) < 1e-12)
        let atEqualLM = try #require(duel.cells["freshJudgeAtEqualLM"])
        #expect(abs(atEqualLM.value.mean - 0.605) < 1e-12, "half-way between 0.60 and 0.61")
        #expect(atEqualLM.isGain, "being told from real text less often is better")
        #expect(table.rows.first?.cells["contextGain"]?.difference == nil)
    }

    @Test func whatIsNotMeasuredYetIsLeftOut() throws {
        let one = StudyTable(plan: plan, results: Array(try results().prefix(1)))
        #expect(one.rows.map(\.seeds) == [1])
        #expect(one.rows.first?.cells["contextGain"]?.value.deviation == nil)
        #expect(StudyTable(plan: plan, results: []).rows.isEmpty)
    }

    @Test func theMarkdownShowsGainsInBold() throws {
        let markdown = StudyTable(plan: plan, results: try results()).markdown
        #expect(markdown.contains("| duel (3) | 2.0000 ± 0.0000 | 0.1400 ± 0.0100 |"))
        #expect(markdown.contains("**+0.0400 ± 0.0058**"))
        #expect(markdown.contains("(+0.1000 ± 0.0000)"))
    }

    @Test func likelihoodGoesOnForAsLongAsTheDuel() {
        var plan = plan
        plan.settings.batch = 64
        plan.settings.likelihoodBatch = 16
        plan.costRatio = 5
        #expect(plan.continuedUpdates == 200)
        #expect(plan.problem == nil)
        plan.arms = ["duel"]
        #expect(plan.problem?.contains("nothing to compare with") == true)
        plan.arms = ["likelihood-continued", "dual"]
        #expect(plan.problem == "there is no arm dual")
        plan.arms = ["likelihood-continued"]
        plan.settings.adversarial = .minutes(1)
        #expect(plan.problem?.contains("updates") == true)
    }
}
