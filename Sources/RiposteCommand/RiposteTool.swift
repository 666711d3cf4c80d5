import ArgumentParser

/// The program's commands.
struct RiposteTool: ParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "riposte",
        abstract: "Text that answers in context: train a model on plain text and talk with it.",
        discussion: """
            Two networks learn in a duel: one writes the next sentences, given the sentences before \
            them and a topic; the other judges every character.

              riposte chat                              talk with the model that comes along
              riposte train my-texts --output my-model  learn from a folder of plain text
              riposte chat my-model                     and talk with the result

            Results go to standard output, everything else to standard error. Exit codes: 0 done, \
            1 failure, 64 wrong usage, 130 interrupted. A non-empty NO_COLOR turns colour off.
            """,
        version: version,
        subcommands: [
            TrainCommand.self, ChatCommand.self, SampleCommand.self, JudgeCommand.self,
            EvaluateCommand.self, TopicsCommand.self, InspectCommand.self, ExportCommand.self,
            BenchCommand.self, StudyCommand.self,
        ])
}
