package dev.netwright.processor.networks;

/**
 * How many random cases the tests of whole networks run: {@code -Dnetwright.networks=N} networks (few by default, for every
 * build; thousands in a campaign) from {@code -Dnetwright.seed=S} on; {@code -Dnetwright.each=N} cases of each operator.
 */
final class Cases {
    private Cases() {}

    /** Number of networks. */
    static int networks(int usual) {
        return Integer.getInteger("netwright.networks", usual);
    }

    /** Number of cases of each operator. */
    static int ofEach() {
        return Integer.getInteger("netwright.each", 10);
    }

    /** Seed of the first. */
    static long seed() {
        return Long.getLong("netwright.seed", 0);
    }
}
