package io.tocsin.alertsink.delivery;

import io.tocsin.alertsink.channel.Channel;
import java.util.List;

/** The names of the channels as they are configured now. Thread-safe. */
final class ChannelNames {

    private volatile List<String> names = List.of();

    void set(List<Channel> channels) {
        names = channels.stream().map(Channel::name).toList();
    }

    boolean contains(String name) {
        return names.contains(name);
    }

    /** Returns whether a channel answers for what belongs to none: the first one does. */
    boolean isFirst(String name) {
        List<String> present = names;
        return !present.isEmpty() && present.get(0).equals(name);
    }
}
