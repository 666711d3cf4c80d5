/// A matrix of counts as a table whose cells are the darker the more of their row they hold.
extension ReportPage {
    static func heatMap(_ name: String, _ matrix: [[Int]], rows: [String], columns: [String])
        -> Markup
    {
        let head =
            [Markup.tag("td")] + columns.map { .tag("th", ["scope": "col", "dir": "auto"], $0) }
        let body = matrix.enumerated().map { asked, counts -> Markup in
            let total = max(1, counts.reduce(0, +))
            let cells = counts.enumerated().map { read, count -> Markup in
                let share = Double(count) / Double(total)
                let attributes: KeyValuePairs<String, String> = [
                    "style": "--v:\(Numbers.coordinate(share))",
                    "class": asked == read ? "own" : "other",
                    "title": "\(rows[asked]) asked, \(columns[read]) read: \(count) of \(total)",
                ]
                return .tag("td", attributes, count == 0 ? "·" : Numbers.fixed(100 * share, 0))
            }
            return .tag(
                "tr", [:], [.tag("th", ["scope": "row", "dir": "auto"], rows[asked])] + cells)
        }
        return heatTable(name, head: head, body: body, isFigure: true)
    }

    /// A table of coloured cells that scrolls by itself.
    static func heatTable(_ name: String, head: [Markup], body: [Markup], isFigure: Bool) -> Markup
    {
        let table = Markup.tag(
            "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": name],
            [
                .tag(
                    "table", ["class": "heat"],
                    [.tag("thead", [:], [.tag("tr", [:], head)]), .tag("tbody", [:], body)])
            ])
        return isFigure
            ? .tag("figure", [:], [.tag("figcaption", [:], [.tag("strong", name)]), table]) : table
    }
}
