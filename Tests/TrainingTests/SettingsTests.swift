import Foundation
import Models
import Testing
import Training

@Suite("Training settings")
struct SettingsTests {
    @Test(arguments: ["{}", "{\"steps\": 0}", "{\"minutes\": -1}"])
    func nothingOrLessIsNoBudget(_ json: String) throws {
        #expect(try JSONDecoder().decode(Budget.self, from: Data(json.utf8)) == .none)
    }

    @Test func comeBackFromJSON() throws {
        var settings = TrainingSettings()
        settings.objective = .wassersteinPenalty
        settings.penaltyWeight = 3
        settings.likelihood = .steps(7)
        settings.shortContextUnits = 5
        let data = try JSONEncoder().encode(settings)
        #expect(try JSONDecoder().decode(TrainingSettings.self, from: data) == settings)
    }

    /// A run that was begun before a setting existed goes on with the setting's default.
    @Test func whatAnOlderRunDidNotKnowKeepsItsDefault() throws {
        var settings = TrainingSettings()
        settings.clip = 0.5
        let data = try JSONEncoder().encode(settings)
        var object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        for key in ["weightClip", "penaltyWeight", "penaltyStep"] {
            #expect(object.removeValue(forKey: key) != nil)
        }
        let old = try JSONSerialization.data(withJSONObject: object)
        #expect(try JSONDecoder().decode(TrainingSettings.self, from: old) == settings)
        object["clip"] = "much"
        let wrong = try JSONSerialization.data(withJSONObject: object)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(TrainingSettings.self, from: wrong)
        }
    }

    @Test func aRunFromWhenThereWasOneSizeOfBatchKeepsIt() throws {
        func settings(_ json: String) throws -> TrainingSettings {
            try JSONDecoder().decode(TrainingSettings.self, from: Data(json.utf8))
        }
        let one = try settings("{\"batch\": 48, \"shard\": 4}")
        #expect(one.likelihoodBatch == 48 && one.likelihoodShard == 4)
        let both = try settings("{\"batch\": 48, \"likelihoodBatch\": 16}")
        #expect(both.batch == 48 && both.likelihoodBatch == 16)
        #expect(TrainingSettings().likelihoodBatch < TrainingSettings().batch)
    }

    @Test func samplesAreDrawnWhereTheyAreUsedAndByOldRunsAtOne() throws {
        let fresh = TrainingSettings()
        #expect(fresh.drawingTemperature == Sampling().temperature)
        let data = try JSONEncoder().encode(fresh)
        #expect(try JSONDecoder().decode(TrainingSettings.self, from: data) == fresh)
        let old = try JSONDecoder().decode(TrainingSettings.self, from: Data("{}".utf8))
        #expect(old.drawingTemperature == 1)
    }
}
