package dev.netwright.processor.schema;

import dev.netwright.processor.diagnose.Place;

/**
 * What a node is no more.
 *
 * @param level how much it matters
 * @param place the node, as narrow as can be
 * @param subject what differs: {@code hidden1.weight}, {@code input 'image'}, {@code 'hidden1'}
 * @param expected what the schema file says
 * @param found what the declaration says
 * @param undo the literal edit that takes the difference away
 * @param migration what a raised version would say of it, empty where nothing need be said
 */
record Difference(
        Level level, Place place, String subject, String expected, String found, String undo, String migration) {
    /** How much a difference matters, the least first. */
    enum Level {
        /** The same weights, another function. */
        COMPUTE("no longer computes what version %d computed"),
        /** Inputs or outputs changed. */
        API("is no longer what version %d had"),
        /** Weights do not fit. */
        FILE("is no longer what version %d saved");

        private final String said;

        Level(String said) {
            this.said = said;
        }

        String said(int version) {
            return said.formatted(version);
        }
    }
}
