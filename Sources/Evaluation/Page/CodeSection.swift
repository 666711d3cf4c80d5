/// What came to be of the latent code.
extension ReportPage {
    var codeSection: Section? {
        guard let recovery = report.codeRecovery else { return nil }
        let names = recovery.matrix.indices.map { "\($0 + 1)" }
        return Section(
            id: "codes", name: "Latent codes",
            content: [
                .paragraph(
                    """
                    A reader that was trained afterwards, on \(recovery.texts) samples at \
                    temperature \(Numbers.fixed(Double(recovery.temperature), 2)), recovers \
                    \(Numbers.fixed(recovery.bits, 2)) of the category's \
                    \(Numbers.fixed(recovery.entropy, 2)) bits (\(Numbers.fixed(100 * recovery.share, 0)) %), \
                    and names it in \(Numbers.fixed(100 * recovery.accuracy, 0)) % of texts. \
                    A row is the code that was asked for, a column the one that is read.
                    """),
                .tag(
                    "div", ["class": "figures"],
                    [ReportPage.heatMap("Codes", recovery.matrix, rows: names, columns: names)]),
            ])
    }
}
