/// Which topic was asked for, and which one is read.
extension ReportPage {
    var topicSection: Section? {
        guard let point, let matrix = point.topicMatrix, report.topics.count == matrix.count else {
            return nil
        }
        var content: [Markup] = [
            .paragraph(
                """
                A row is a topic that was asked for, a column the topic that a classifier \
                reads; cells are per cent of the row. The frame marks the topic itself. \
                Samples at temperature \(Numbers.fixed(Double(point.temperature), 2)): \
                right in \(percent(point.topicAdherence)); real text of the same length: \
                \(percent(point.topicAdherenceReal)).
                """)
        ]
        var matrices = [
            ReportPage.heatMap(
                "Samples", matrix, rows: report.topics, columns: report.topics + ["none"])
        ]
        if let real = point.topicMatrixReal {
            matrices.append(
                ReportPage.heatMap(
                    "Real text", real, rows: report.topics, columns: report.topics + ["none"]))
        }
        content.append(.tag("div", ["class": "figures"], matrices))
        return Section(id: "topics", name: "Topics asked and read", content: content)
    }

    private func percent(_ share: Double?) -> String {
        share.map { Numbers.fixed(100 * $0, 1) + " %" } ?? "–"
    }
}
