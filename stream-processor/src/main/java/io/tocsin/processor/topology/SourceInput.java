package io.tocsin.processor.topology;

import io.tocsin.schemas.catalogue.TopicSpec;
import io.tocsin.schemas.catalogue.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** What the source sub-topology reads. */
enum SourceInput {
    EVENTS(topics -> topics.events, TopologyNames.EVENTS_SOURCE),
    LOGS(topics -> topics.logs, TopologyNames.LOGS_SOURCE),
    TICKS(topics -> topics.ticks, TopologyNames.TICKS_SOURCE),
    ALERT_COMMANDS(topics -> topics.alertCommands, TopologyNames.ALERT_COMMANDS_SOURCE),
    MAINTENANCE(topics -> topics.maintenance, TopologyNames.MAINTENANCE_SOURCE);

    private final Function<Topics, TopicSpec> topic;
    private final String node;

    SourceInput(Function<Topics, TopicSpec> topic, String node) {
        this.topic = topic;
        this.node = node;
    }

    /** Returns the topic in a catalogue. */
    TopicSpec topic(Topics topics) {
        return topic.apply(topics);
    }

    /** Returns the name of the source node. */
    String node() {
        return node;
    }

    /** Returns the inputs by the full name of their topic. */
    static Map<String, SourceInput> byTopic(Topics topics) {
        Map<String, SourceInput> inputs = new HashMap<>();
        for (SourceInput input : values()) {
            inputs.put(input.topic(topics).name(), input);
        }
        return inputs;
    }

    /** Returns the short names of the topics in the order of the inputs. */
    static String[] shortNames(Topics topics) {
        String[] names = new String[values().length];
        for (SourceInput input : values()) {
            names[input.ordinal()] = input.topic(topics).shortName();
        }
        return names;
    }
}
