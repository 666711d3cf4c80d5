import Foundation

extension Machine {
    /// What the processor calls itself, such as "AMD EPYC 7763".
    public static var processor: String {
        #if canImport(Darwin)
            var size = 0
            sysctlbyname("machdep.cpu.brand_string", nil, &size, nil, 0)
            var bytes = [UInt8](repeating: 0, count: size)
            sysctlbyname("machdep.cpu.brand_string", &bytes, &size, nil, 0)
            let name = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        #else
            let facts = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
            let line = facts.split(separator: "\n").first { $0.hasPrefix("model name") }
            let name = line?.split(separator: ":").last.map(String.init) ?? ""
        #endif
        let words = name.split(separator: " ").joined(separator: " ")
        return words.isEmpty ? "unknown processor" : words
    }

    /// Number of cores that may be used.
    public static var cores: Int { ProcessInfo.processInfo.activeProcessorCount }

    /// The most memory that the process has held so far, in bytes; nil where the system does not tell.
    public static var peakMemory: Int? {
        #if canImport(Darwin)
            var usage = rusage()
            return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : nil
        #else
            // Not getrusage: it counts what the parent held before it started this program.
            let facts = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
            let line = facts.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            return line.flatMap { Int($0.filter(\.isNumber)) }.map { $0 << 10 }
        #endif
    }
}
