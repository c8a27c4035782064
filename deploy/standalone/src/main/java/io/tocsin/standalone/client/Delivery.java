package io.tocsin.standalone.client;

import java.time.Duration;
import java.util.List;

/** What became of a request that carried events. */
public sealed interface Delivery {

    /**
     * The gateway answered for good.
     *
     * @param accepted events that are on Kafka
     * @param rejections why each of the others was refused; sending them again is pointless
     */
    record Settled(int accepted, List<String> rejections) implements Delivery {
        public Settled {
            rejections = List.copyOf(rejections);
        }
    }

    /**
     * Nothing is known to have been taken: send the same events with the same ids again.
     *
     * @param after how long to wait before
     * @param reason what was wrong, in words
     */
    record Again(Duration after, String reason) implements Delivery {}
}
