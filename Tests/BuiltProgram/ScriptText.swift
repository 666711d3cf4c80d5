import Foundation

/// A few sentences in a language: five of the sea, five of the kitchen, something to say, and words of
/// the sea that the sentences have.
public struct ScriptText: Sendable {
    /// The language, in English.
    public let name: String
    /// Sentences of the sea.
    public let sea: [String]
    /// Sentences of the kitchen.
    public let kitchen: [String]
    /// What a person says, with marks, quotes and whatever else is particular to the script.
    public let prompt: String
    /// Words that tell of the sea.
    public let words: String

    /// Writes both topics of all `texts` to `folder`, each as scenes of lines.
    public static func write(_ texts: [ScriptText] = all, to folder: URL, scenes: Int = 6) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, sentences) in [("sea", \ScriptText.sea), ("kitchen", \ScriptText.kitchen)] {
            // Each in another order: equal scenes would be held out together, and a language with them.
            let scene = texts.flatMap { text in
                (0..<scenes).map { number -> String in
                    let lines = text[keyPath: sentences]
                    let start = number % lines.count
                    let turned = Array(lines[start...] + lines[..<start])
                    return (number < lines.count ? turned : turned.reversed())
                        .joined(separator: "\n")
                }
            }
            try scene.joined(separator: "\n\n").write(
                to: folder.appendingPathComponent("\(name).txt"), atomically: true, encoding: .utf8)
        }
    }

    /// Ten languages, which are written in ten ways.
    public static let all = [
        ScriptText(
            name: "German",
            sea: [
                "Das Boot liegt im Hafen.", "Der Fischer flickt das Netz.",
                "Über dem Wasser schreien die Möwen.", "Abends kommt die Fähre zurück.",
                "Das Segel ist nass vom Meer.",
            ],
            kitchen: [
                "Die Köchin backt frisches Brot.", "Auf dem Herd kocht die Suppe.",
                "Das Messer liegt neben dem Käse.", "Der Topf ist noch heiß.",
                "Wir essen Äpfel und Nüsse.",
            ],
            prompt: "Wo bleibt die Fähre? Schöne Grüße – „übermorgen“ …",
            words: "Möwen im Hafen"),
        ScriptText(
            name: "Russian",
            sea: [
                "Лодка стоит в гавани.", "Рыбак чинит старую сеть.", "Над водой кричат чайки.",
                "Вечером паром вернётся.", "Парус намок в море.",
            ],
            kitchen: [
                "Повар печёт свежий хлеб.", "На плите кипит суп.", "Нож лежит рядом с сыром.",
                "Кастрюля ещё горячая.", "Мы едим яблоки и орехи.",
            ],
            prompt: "Где же паром? Всё ещё «в море»…",
            words: "чайка над гаванью"),
        ScriptText(
            name: "Greek",
            sea: [
                "Η βάρκα είναι στο λιμάνι.", "Ο ψαράς μπαλώνει το δίχτυ.",
                "Οι γλάροι φωνάζουν πάνω από το νερό.", "Το βράδυ γυρίζει το πλοίο.",
                "Το πανί βράχηκε στη θάλασσα.",
            ],
            kitchen: [
                "Η μαγείρισσα ψήνει φρέσκο ψωμί.", "Στη φωτιά βράζει η σούπα.",
                "Το μαχαίρι είναι δίπλα στο τυρί.", "Η κατσαρόλα είναι ακόμα ζεστή.",
                "Τρώμε μήλα και καρύδια.",
            ],
            prompt: "Πού είναι το πλοίο; Άργησε πολύ, ΐ και ᾧ.",
            words: "γλάροι στο λιμάνι"),
        ScriptText(
            name: "Chinese",
            sea: [
                "船停在港口里。",
                "渔夫在补旧网。",
                "海鸥在水面上叫。",
                "渡轮晚上回来。",
                "帆被海水打湿了。",
            ],
            kitchen: [
                "厨师在烤新面包。",
                "炉子上煮着汤。",
                "刀放在奶酪旁边。",
                "锅还很烫。",
                "我们吃苹果和坚果。",
            ],
            prompt: "渡轮怎么还没有来？「明天」再说吧，𠮷。",
            words: "港口的船"),
        ScriptText(
            name: "Japanese",
            sea: [
                "船は港に泊まっている。",
                "漁師が古い網を直す。",
                "水の上でかもめが鳴く。",
                "夕方に渡し船が帰ってくる。",
                "帆が海の水でぬれた。",
            ],
            kitchen: [
                "料理人が新しいパンを焼く。",
                "かまどでスープが煮えている。",
                "包丁はチーズの横にある。",
                "鍋はまだ熱い。",
                "りんごとくるみを食べる。",
            ],
            prompt: "渡し船はどこですか？「ガギグゲゴ」と言いました。",
            words: "港の漁師"),
        ScriptText(
            name: "Arabic",
            sea: [
                "القارب واقف في الميناء.", "الصياد يصلح الشبكة القديمة.", "النوارس تصيح فوق الماء.",
                "تعود العبّارة في المساء.", "ابتلّ الشراع بماء البحر.",
            ],
            kitchen: [
                "الطباخ يخبز الخبز الطازج.", "الحساء يغلي على الموقد.", "السكين بجانب الجبن.",
                "القدر ما زال ساخنا.", "نأكل التفاح والجوز.",
            ],
            prompt: "أين العبّارة؟ تأخّرت كثيرا، يا صديقي.",
            words: "قارب في الميناء"),
        ScriptText(
            name: "Hindi",
            sea: [
                "नाव बंदरगाह में रुकी है।", "मछुआरा पुराना जाल सी रहा है।",
                "पानी के ऊपर पक्षी चिल्लाते हैं।", "शाम को नौका लौट आती है।",
                "पाल समुद्र के पानी से भीग गया।",
            ],
            kitchen: [
                "रसोइया नई रोटी पका रहा है।", "चूल्हे पर दाल उबल रही है।", "चाकू पनीर के पास रखा है।",
                "बर्तन अभी गरम है।", "हम सेब और अखरोट खाते हैं।",
            ],
            prompt: "नौका कब आएगी? क्ष, त्र, ज्ञ और र्\u{200D}क — सब ठीक।",
            words: "समुद्र में नाव"),
        ScriptText(
            name: "Thai",
            sea: [
                "เรือจอดอยู่ที่ท่าเรือ", "ชาวประมงซ่อมแหเก่า", "นกนางนวลร้องเหนือน้ำ",
                "เรือข้ามฟากกลับมาตอนเย็น", "ใบเรือเปียกน้ำทะเล",
            ],
            kitchen: [
                "แม่ครัวอบขนมปังใหม่", "แกงเดือดอยู่บนเตา", "มีดวางอยู่ข้างจานข้าว", "หม้อยังร้อนอยู่",
                "เรากินแอปเปิลกับถั่ว",
            ],
            prompt: "เรือข้ามฟากอยู่ที่ไหน ทำไมยังไม่มา ๆ",
            words: "เรือในทะเล"),
        ScriptText(
            name: "Emoji",
            sea: [
                "⛵ at the pier 🌊🌊!",
                "🎣 mends a net 🐟.",
                "🐦‍⬛ over the 🌊!",
                "⛴️ comes at 🌙.",
                "⚓ is wet 💦!",
            ],
            kitchen: [
                "👩‍🍳 bakes the 🍞🍞!",
                "🍲 is on the 🔥.",
                "🔪 is by the 🧀!",
                "🍳 is hot 🥵!",
                "🍎 and 🥜 for 👨‍👩‍👧‍👦!",
            ],
            prompt: "Where is the ⛴️? 👩🏽‍🔬👨‍👩‍👧‍👦🇬🇷🏴󠁧󠁢󠁳󠁣󠁴󠁿 1️⃣ ❤️‍🔥 ☺︎",
            words: "⛵ and ⚓"),
        ScriptText(
            name: "Korean",
            sea: [
                "배가 항구에 서 있다.",
                "어부가 낡은 그물을 고친다.",
                "갈매기가 물 위에서 운다.",
                "저녁에 나룻배가 돌아온다.",
                "돛이 바닷물에 젖었다.",
            ],
            kitchen: [
                "요리사가 새 빵을 굽는다.",
                "화로에서 국이 끓는다.",
                "칼은 치즈 옆에 있다.",
                "냄비가 아직 뜨겁다.",
                "우리는 사과와 호두를 먹는다.",
            ],
            prompt: "나룻배는 어디에 있어요? 아직 안 왔어요.",
            words: "항구의 갈매기"),
    ]
}
