package io.tocsin.gateway.publish;

import io.tocsin.schemas.key.ConsistencyToken;
import java.util.HashMap;
import java.util.Map;

/** The furthest offset written by partition of the two topics of the gateway. Thread-safe. */
final class Positions {

    private static final long NONE = -1;

    private final TopicNames topics;
    /** The usual case of a request: all of it on one partition. */
    private String topic;

    private int partition;
    private long offset = NONE;
    private Map<String, Long> others;

    Positions(TopicNames topics) {
        this.topics = topics;
    }

    synchronized void note(String recordTopic, int recordPartition, long recordOffset) {
        if (offset == NONE) {
            topic = recordTopic;
            partition = recordPartition;
            offset = recordOffset;
        } else if (recordPartition == partition && recordTopic.equals(topic)) {
            offset = Math.max(offset, recordOffset);
        } else {
            if (others == null) {
                others = new HashMap<>();
            }
            others.merge(topics.shortName(recordTopic) + '/' + recordPartition, recordOffset, Math::max);
        }
    }

    /** Returns the text of the token. */
    synchronized String text() {
        if (offset == NONE) {
            return "";
        }
        ConsistencyToken first = ConsistencyToken.of(topics.shortName(topic), partition, offset);
        return (others == null ? first : first.merge(new ConsistencyToken(others))).text();
    }
}
