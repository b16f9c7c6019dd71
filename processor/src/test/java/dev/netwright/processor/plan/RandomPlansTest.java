package dev.netwright.processor.plan;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.netwright.processor.graph.Graph;
import org.junit.jupiter.api.Test;

/** Random graphs: gradients, layout, stages and fusion. */
class RandomPlansTest {
    private static final int GRAPHS = 400;

    @Test
    void plansOfRandomGraphsAgreeAndTheirGradientsAreRight() {
        int compared = 0;
        int left = 0;
        int[] samples = {1, 2, 7};
        for (int seed = 0; seed < GRAPHS; seed++) {
            Graph graph = RandomGraphs.graph(seed, 3 + seed % 14);
            PlanCheck check = new PlanCheck(graph, samples[seed % 3], seed);
            try {
                check.all(true);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("graph " + seed + ": " + e.getMessage(), e);
            }
            compared += check.counts()[0];
            left += check.counts()[1];
        }
        assertTrue(compared > 1000, "only " + compared + " derivatives");
        assertTrue(left * 50 < compared, left + " of " + compared + " derivatives left out");
    }
}
