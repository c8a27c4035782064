package io.tocsin.query.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which processor instances there are, as far as they were heard. One that has been silent for too long is dropped: the
 * announcements of a killed instance stay in the topic for ever. Silence is measured with the caller's clock from the
 * moment of hearing, so the clocks of the instances do not matter. Thread-safe.
 */
public final class InstanceDirectory {

    private final long silenceMillis;
    private final Map<String, Heard> heard = new ConcurrentHashMap<>();

    /**
     * Makes an empty directory.
     *
     * @param silence time without an announcement after which an instance is dropped
     */
    public InstanceDirectory(Duration silence) {
        this.silenceMillis = silence.toMillis();
    }

    /**
     * Notes an announcement.
     *
     * @param nowMillis time of hearing, epoch milliseconds
     * @return whether the instance was not known, or not at this address
     */
    public boolean heard(Instance instance, long nowMillis) {
        Heard before = heard.put(instance.id(), new Heard(instance, nowMillis));
        return before == null || !before.instance.equals(instance);
    }

    /**
     * Forgets an instance, because it said goodbye or another one answers at its address.
     *
     * @return whether it was known
     */
    public boolean left(String instanceId) {
        return heard.remove(instanceId) != null;
    }

    /**
     * Returns the instances that were heard lately.
     *
     * @param nowMillis the clock of {@link #heard}, epoch milliseconds
     */
    public List<Instance> present(long nowMillis) {
        heard.values().removeIf(one -> nowMillis - one.atMillis > silenceMillis);
        List<Instance> present = new ArrayList<>();
        heard.values().forEach(one -> present.add(one.instance));
        return present;
    }

    private record Heard(Instance instance, long atMillis) {}
}
