import Models
import Studies
import Testing
import Texts
import Training

@Suite("The arms of a study")
struct StudyArmTests {
    @Test(arguments: [
        ["duel-candidates", "duel", "duel"],
        ["likelihood-candidates", "likelihood-continued", "duel"],
        ["duel-without-matching-candidates", "duel-without-matching", "duel-without-matching"],
        ["duel-hinge", "duel-hinge", nil],
        ["likelihood-candidates-fitting", "likelihood-continued", "duel"],
        ["likelihood-candidates-informed", "likelihood-continued", "duel-matching-information"],
        ["duel-candidates-informed", "duel-matching-information", "duel-matching-information"],
    ])
    func candidatesHaveAWriterAndAJudge(_ names: [String?]) throws {
        let arm = try #require(names[0].flatMap(StudyArm.named))
        #expect(arm.trained.name == names[1])
        #expect(arm.judge?.name == names[2])
    }

    @Test func noDuelIsMadeTwice() {
        let names = StudyArm.all(withDuelOf: .hinge).map(\.name)
        #expect(names.count == StudyArm.all.count - 1)
        #expect(!names.contains("duel-hinge") && names.contains("duel-relativistic"))
    }

    private var plan: StudyPlan {
        var settings = TrainingSettings()
        settings.likelihood = .steps(100)
        settings.adversarial = .steps(10)
        return StudyPlan(
            texts: ["made up"], corpus: CorpusOptions(),
            configuration: ModelConfiguration(symbols: 9, topics: 2), settings: settings,
            arms: StudyArm.all, seeds: 1)
    }

    /// Ten exchanges of 64 passages, five times as dear as passages of likelihood, which come by 16.
    @Test func theControlHasLikelihoodForAsLong() throws {
        let settings = plan.settings(of: .control, seed: 7)
        #expect(settings.likelihood == .steps(200) && settings.adversarial == .none)
        #expect(settings.seed == 7)
        #expect(settings.likelihoodRate == plan.settings.likelihoodRate / 4)
    }

    @Test func armsDifferInWhatTheyAreNamedAfter() throws {
        func settings(_ name: String) throws -> TrainingSettings {
            plan.settings(of: try #require(StudyArm.named(name)), seed: 1)
        }
        let plain = try settings("duel-without-matching")
        #expect(plain.topicWeight == 0 && plain.contextWeight == 0)
        #expect(plain.realismWeight == plan.settings.realismWeight)
        #expect(plain.adversarial == .steps(10) && plain.likelihood == .steps(100))
        #expect(plan.settings.drawingTemperature == 0.8)
        #expect(plain.drawingTemperature == 0.8)
        #expect(try settings("duel-drawn-at-one").drawingTemperature == 1)
        let context = try settings("duel-for-context")
        #expect(context.drawingTemperature == 1 && context.generatorDecay == 1)
        #expect(context.realismWeight < plan.settings.realismWeight)
        #expect(context.contextWeight == plan.settings.contextWeight)
        #expect(try settings("duel-hinge").objective == .hinge)
        #expect(try settings("duel-wasserstein-gp").precision == .f32)
        let scratch = try settings("minimax-from-scratch")
        #expect(scratch.likelihood == .none && scratch.likelihoodWeight == 0)
        #expect(scratch.objective == .minimax && scratch.drawingTemperature == 1)
    }

    /// Also where the plan's own discriminator could not do what the arm is named after.
    @Test func everyArmHasNetworksThatCanBeBuilt() throws {
        func configuration(_ name: String, _ plan: StudyPlan) throws -> ModelConfiguration {
            plan.configuration(of: try #require(StudyArm.named(name)))
        }
        var information = plan
        information.configuration.contextMatching = .information
        var convolutional = plan
        convolutional.configuration.discriminator = .convolutional
        for plan in [plan, information, convolutional] {
            #expect(plan.problem == nil)
            #expect(try configuration("duel-convolutional", plan).discriminator == .convolutional)
            let matching = try configuration("duel-matching-information", plan)
            #expect(
                matching.discriminator == .recurrent && matching.contextMatching == .information)
        }
    }
}
