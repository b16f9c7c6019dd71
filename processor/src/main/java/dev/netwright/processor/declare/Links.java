package dev.netwright.processor.declare;

import dev.netwright.processor.diagnose.Place;
import java.util.List;
import java.util.Optional;

/**
 * What a network is tied to beside its own nodes.
 *
 * @param pretrained attributes of its {@code @Pretrained}
 * @param transfer the network whose layers it can take over
 */
public record Links(Optional<Attributes> pretrained, Optional<Transfer> transfer) {
    /**
     * Layers of another network.
     *
     * @param source the other network
     * @param layers {@code "conv1"} or {@code "stem=conv1"}; empty for all that both have
     * @param place where the layers are named
     */
    public record Transfer(Declaration source, List<String> layers, Place place) {
        public Transfer {
            layers = List.copyOf(layers);
        }
    }
}
