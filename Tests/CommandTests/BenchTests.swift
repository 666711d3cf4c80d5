import BuiltProgram
import Foundation
import Testing

/// `riposte bench`, as a script uses it.
@Suite struct BenchTests {
    private func bench(_ arguments: [String]) throws -> [String: Any] {
        let result = try Program.run(["bench", "--seconds", "0.01", "--json"] + arguments)
        #expect(result.exitCode == 0, "\(result.errors)")
        return try #require(result.objects.first)
    }

    private func rows(_ object: [String: Any]) throws -> [[String: Any]] {
        try #require(object["rows"] as? [[String: Any]])
    }

    @Test func timesEveryRowOfAModel() throws {
        let model = try TinyModel.shared().run.path
        let names = ["likelihood-default", "duel-default", "sample-default", "sample-default-x64"]
        // In whatever order they are named.
        let object = try bench([model, "--only"] + names.reversed())
        #expect(Set(object.keys).isSuperset(of: ["machine", "precision", "workers", "peakMemory"]))
        #expect(object["start"] == nil)
        let rows = try rows(object)
        #expect(rows.compactMap { $0["name"] as? String } == names)
        for row in rows {
            for key in [
                "charactersPerSecond", "shareOfCeiling", "ceilingCharactersPerSecond",
                "ceilingGFLOPS", "peakMemory",
            ] {
                #expect(row[key] as? Double ?? 0 > 0, "\(key) of \(row)")
            }
        }
        let parts = try #require(rows[1]["parts"] as? [[String: Any]])
        #expect(
            parts.compactMap { $0["name"] as? String } == [
                "sampling", "discriminator", "generator",
            ])
        let memory = rows.compactMap { $0["peakMemory"] as? Int }
        #expect(object["peakMemory"] as? Int == memory.max())
    }

    /// Multiplications and additions of the products for a character, worked out by hand: twice the
    /// elements of every matrix, in training thrice (forwards, backwards, weight gradient). There each
    /// of the 96 symbols' vectors is multiplied once for a shard of 16 texts of 100 characters.
    @Test(arguments: [
        ("likelihood-lstm-256", 3 * 2 * (1024 * 256 + 96 * 256 + 1024 * 64 * 96 / 1600)),
        (
            "likelihood-lstm-512x2",
            3 * 2 * (2048 * 512 + 2048 * (512 + 512) + 96 * 512 + 2048 * 64 * 96 / 1600)
        ),
        ("sample-512", 2 * (2048 * (64 + 512) + 96 * 512)),
    ])
    func theCeilingIsTheArithmeticOfAPlainNetwork(name: String, operations: Int) throws {
        let object = try bench(["--only", name, "--workers", "1", "--precision", "f32"])
        #expect(object["workers"] as? Int == 1 && object["precision"] as? String == "f32")
        let row = try #require(try rows(object).first)
        let (rate, ceiling) = (row["ceilingGFLOPS"], row["ceilingCharactersPerSecond"])
        let perCharacter =
            1e9 * (rate as? Double ?? 0) / (ceiling as? Double ?? .infinity)
        #expect(abs(perCharacter / Double(operations) - 1) < 1e-6, "\(perCharacter)")
        // Timed once, the share is the one time over the other.
        if row["repetitions"] as? Int == 1 {
            let speed = row["charactersPerSecond"] as? Double ?? 0
            let share = row["shareOfCeiling"] as? Double ?? 0
            #expect(abs(share - speed / (ceiling as? Double ?? .infinity)) < 1e-6)
        }
    }

    /// The duel of plain networks has made-up texts and is about realism alone.
    @Test func theDuelOfPlainNetworks() throws {
        let row = try #require(try rows(try bench(["--only", "duel-256", "--workers", "2"])).first)
        #expect(row["name"] as? String == "duel-256")
        #expect(row["charactersPerSecond"] as? Double ?? 0 > 0)
    }

    @Test func theTableAndTheStart() throws {
        let model = try TinyModel.shared().run.path
        let result = try Program.run([
            "bench", model, "--seconds", "0.01", "--only", "duel-default", "start", "--workers",
            "1",
        ])
        #expect(result.exitCode == 0, "\(result.errors)")
        for words in [
            "1 worker\n", "characters/s", "products alone", "duel-default ", "  sampling ",
            "first character after", "peak memory: ",
        ] {
            #expect(result.output.contains(words), "\(words) in \(result.output)")
        }
        let start = try #require(try bench([model, "--only", "start"])["start"] as? [String: Any])
        let first = try #require(start["secondsToFirstCharacter"] as? Double)
        let exit = try #require(start["secondsToExit"] as? Double)
        #expect(first > 0 && first <= exit)
    }

    /// The arithmetic of an update per size, worked out by hand: 64 texts in four shards, each of which
    /// multiplies 96 symbols' vectors once, a plain network of 256.
    @Test func growthIsTimedSizeBySize() throws {
        let object = try bench([
            "--growth", "--only", "length", "workers", "--workers", "2", "--precision", "f32",
        ])
        let growth = try #require(object["growth"] as? [String: [[String: Any]]])
        #expect(Set(growth.keys) == ["length", "workers"])
        let lengths = try #require(growth["length"])
        #expect(lengths.compactMap { $0["size"] as? Int } == [25, 50, 100, 200, 400])
        for point in lengths {
            let characters = 64 * (point["size"] as? Int ?? 0)
            #expect(point["characters"] as? Int == characters)
            let lookedUp = 4 * 96 * 1024 * 64
            let operations =
                Double(3 * 2 * ((1024 * 256 + 96 * 256) * characters + lookedUp)) / 1e9
            #expect(abs((point["operations"] as? Double ?? 0) / operations - 1) < 1e-6)
            #expect(point["seconds"] as? Double ?? 0 > 0)
        }
        #expect(growth["workers"]?.compactMap { $0["size"] as? Int } == [1, 2])
        let table = try Program.run([
            "bench", "--growth", "--only", "workers", "--workers", "1", "--seconds", "0.01",
        ])
        #expect(table.output.contains("   workers  ms an update") && table.output.contains("▇"))
    }

    @Test func refusesWhatItDoesNotKnow() throws {
        expectFailure(
            try Program.run(["bench", "--growth", "--only", "sample-512"]), code: 64,
            "--growth has no row sample-512")
        expectFailure(
            try Program.run(["bench", "--only", "corpus"]), code: 64,
            "corpus is timed with --growth only")
        expectFailure(
            try Program.run(["bench", "--only", "likelihood-lstm-255"]), code: 64,
            "there is no row of this name; there are likelihood-lstm-256")
        expectFailure(
            try Program.run(["bench", "--seconds", "0"]), code: 64, "it takes a number")
        expectFailure(
            try Program.run(["bench", "/nowhere", "--only", "likelihood-default"]), "/nowhere")
        expectFailure(
            try Program.run(["bench", "/nowhere", "--only", "start"]), "/nowhere")
    }
}
