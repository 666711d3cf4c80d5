import Models
import Training

/// One evaluation as a page of its own: plots, tables and texts in one HTML file that asks nothing of a
/// network. The same material gives the same bytes.
public struct ReportPage {
    /// A model beside others in quality and diversity.
    public struct Arm {
        /// What it is called.
        public let name: String
        /// What was measured.
        public let report: EvaluationReport

        /// An arm.
        public init(name: String, report: EvaluationReport) {
            self.name = name
            self.report = report
        }
    }

    /// Lines of settings under one heading.
    public struct SettingsGroup {
        /// The heading.
        public let name: String
        /// Names and values.
        public let lines: [(name: String, value: String)]

        /// Settings.
        public init(name: String, lines: [(name: String, value: String)]) {
            self.name = name
            self.lines = lines
        }
    }

    /// The model's name.
    public let title: String
    /// What it was measured on, in words.
    public let subject: String
    /// The model, and after it those that it is set beside.
    public let arms: [Arm]
    /// What training told; empty where it is not known.
    public let history: [StepReport]
    /// The update whose checkpoint was measured.
    public let step: Int?
    /// Where attention looked while texts were written.
    public let attention: [AttentionMap]
    /// Texts as the discriminator judges them.
    public let judged: [JudgedPair]
    /// What ran.
    public let settings: [SettingsGroup]

    /// A page of this material; `arms` has the model's at least.
    public init(
        title: String, subject: String, arms: [Arm], history: [StepReport] = [], step: Int? = nil,
        attention: [AttentionMap] = [], judged: [JudgedPair] = [], settings: [SettingsGroup] = []
    ) {
        precondition(!arms.isEmpty, "a page about no model")
        self.title = title
        self.subject = subject
        self.arms = arms
        self.history = history
        self.step = step
        self.attention = attention
        self.judged = judged
        self.settings = settings
    }

    /// What was measured of the model itself.
    var report: EvaluationReport { arms[0].report }

    /// The point of the sweep that stands for the model: the one nearest to the temperature that texts
    /// are written at unless another is asked for.
    var point: EvaluationReport.Point? {
        report.sweep.min {
            abs($0.temperature - Sampling().temperature)
                < abs($1.temperature - Sampling().temperature)
        }
    }

    /// The whole page.
    public var html: String {
        let sections: [Section?] = [
            trainingSection, diversitySection, measuresSection, topicSection, codeSection,
            sampleSection, attentionSection, judgementSection, settingsSection,
        ]
        let present = sections.compactMap { $0 }
        let head: [Markup] = [
            .tag("meta", ["charset": "utf-8"]),
            .tag("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
            .tag("meta", ["name": "color-scheme", "content": "light dark"]),
            .tag("title", "\(title): evaluation"), .style(PageStyle.rules),
        ]
        let body: [Markup] = [
            .tag("header", [:], header),
            .tag(
                "nav", ["aria-label": "Sections"],
                [
                    .tag(
                        "ul", [:],
                        present.map {
                            .tag("li", [:], [.tag("a", ["href": "#\($0.id)"], $0.name)])
                        })
                ]), .tag("main", [:], present.map(\.markup)),
        ]
        return "<!DOCTYPE html>\n"
            + Markup.tag(
                "html", ["lang": "en"], [.tag("head", [:], head), .tag("body", [:], body)]
            ).html + "\n"
    }

    /// A part of the page.
    struct Section {
        let id: String
        let name: String
        let content: [Markup]

        var markup: Markup {
            .tag(
                "section", ["id": id, "aria-labelledby": "\(id)-name"],
                [.tag("h2", ["id": "\(id)-name"], name)] + content)
        }
    }

    private var header: [Markup] {
        [
            .tag("p", ["class": "kicker"], "Riposte · evaluation"),
            .tag("h1", ["dir": "auto"], title), .tag("p", ["class": "subject"], subject),
            .tag(
                "dl", ["class": "key-figures"],
                keyFigures.map { figure in
                    .tag(
                        "div", [:],
                        [
                            .tag("dt", figure.name), .tag("dd", figure.value),
                            .tag("dd", ["class": "beside"], figure.beside),
                        ])
                }),
        ]
    }

    private var keyFigures: [(name: String, value: String, beside: String)] {
        func number(_ value: Double?, _ places: Int = 3) -> String {
            value.map { Numbers.fixed($0, places) } ?? "–"
        }
        var figures = [
            (
                "Bits per character", number(report.bitsPerCharacter),
                "over \(Numbers.grouped(report.characters)) characters"
            ),
            (
                "Context gain", number(report.measuredContextGain),
                "bits that the true context saves"
            ),
        ]
        if let gain = report.topicGain {
            figures.append(("Topic gain", number(gain), "bits that the true topic saves"))
        }
        guard let point else { return figures }
        let place = "at temperature \(Numbers.fixed(Double(point.temperature), 1))"
        figures.append(
            ("Quality (LM)", number(point.lm), "\(place); real text \(number(point.lmReal))"))
        figures.append(
            ("Diversity (RLM)", number(point.rlm), "\(place); real text \(number(point.rlmReal))"))
        if point.topicAdherence != nil {
            figures.append(
                (
                    "Topic read from samples", number(point.topicAdherence),
                    "\(place); from real text \(number(point.topicAdherenceReal))"
                ))
        }
        if point.freshJudge != nil {
            figures.append(
                (
                    "Fresh judge", number(point.freshJudge),
                    "\(place); real against real \(number(point.freshJudgeReal)), 0.5 is guessing"
                ))
        }
        return figures
    }
}
