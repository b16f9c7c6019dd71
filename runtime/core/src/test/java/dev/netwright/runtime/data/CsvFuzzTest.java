package dev.netwright.runtime.data;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Any text as a table, read in one of sixteen ways that its first byte picks: only an {@link IOException} may come out. */
class CsvFuzzTest {
    @FuzzTest(maxDuration = "24h")
    void csv(byte[] bytes) {
        int ways = bytes.length == 0 ? 0 : bytes[0];
        int start = Math.min(1, bytes.length);
        Csv csv = Csv.ofText(new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8));
        csv = (ways & 1) == 0 ? csv : csv.noHeader();
        csv = (ways & 2) == 0 ? csv.label(0) : csv.label("species");
        csv = (ways & 4) == 0 ? csv : csv.rowNames().separator('\t');
        csv = (ways & 8) == 0 ? csv : csv.classesAsTheyAppear().skipLines(1);
        try {
            csv.read();
        } catch (IOException e) {
            // Refused.
        }
    }
}
