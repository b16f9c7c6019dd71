package dev.netwright.runtime.data;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.netwright.runtime.checkpoint.Cpu;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Any text as a table, read in one of sixteen ways that its first byte picks: only a {@link CsvException} may
 * come out, and nothing takes a second. */
class CsvFuzzTest {
    private static final long SECOND = 1_000_000_000;

    @FuzzTest(maxDuration = "24h")
    void csv(byte[] bytes) throws IOException {
        int ways = bytes.length == 0 ? 0 : bytes[0];
        int start = Math.min(1, bytes.length);
        Csv csv = Csv.ofText(new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8));
        csv = (ways & 1) == 0 ? csv : csv.noHeader();
        csv = (ways & 2) == 0 ? csv.label(0) : csv.label("species");
        csv = (ways & 4) == 0 ? csv : csv.rowNames().separator('\t');
        csv = (ways & 8) == 0 ? csv : csv.classesAsTheyAppear().skipLines(1);
        long before = Cpu.nanos();
        try {
            csv.read();
        } catch (CsvException e) {
            // Refused.
        }
        if (Cpu.nanos() - before > SECOND) {
            throw new AssertionError("took " + (Cpu.nanos() - before) / 1_000_000 + " ms");
        }
    }
}
