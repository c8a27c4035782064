package io.tocsin.processor.rules;

import io.tocsin.processor.core.incident.CorrelationRule;
import io.tocsin.schemas.RuleVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All correlation rules that a processor knows, as the settings and the topic of rules say, and those in force. In the topic
 * their keys begin with {@value #PREFIX}, which no id of a rule does. Thread-safe.
 */
public final class CorrelationBoard {

    /** What keys of correlation rules begin with. */
    static final String PREFIX = "correlation/";

    private final List<KnownCorrelation> ofSettings = new ArrayList<>();
    private final Map<String, KnownCorrelation> own = new TreeMap<>();
    private volatile List<CorrelationRule> inForce = List.of();

    /**
     * Makes a board that knows the settings only.
     *
     * @param ofSettings rules of the settings, which cannot be changed at run time
     */
    public CorrelationBoard(List<CorrelationRule> ofSettings) {
        for (CorrelationRule rule : ofSettings) {
            this.ofSettings.add(KnownCorrelation.ofSettings("settings." + (this.ofSettings.size() + 1), rule));
        }
        publish();
    }

    /** Returns the rules in force, those of the settings first. Costs nothing. */
    public List<CorrelationRule> inForce() {
        return inForce;
    }

    /** Takes a record of the topic; {@link #publish} puts it into force. */
    synchronized void take(String key, RuleVersion value) {
        String id = key.substring(PREFIX.length());
        if (value == null) {
            own.remove(id);
        } else {
            own.put(id, KnownCorrelation.of(value));
        }
    }

    /** Puts what was taken into force, all at once. */
    final synchronized void publish() {
        inForce = all().stream()
                .filter(KnownCorrelation::isInForce)
                .map(each -> each.definition().rule())
                .toList();
    }

    /** Returns all of them: those of the settings in their order, then the others by id. */
    synchronized List<KnownCorrelation> all() {
        List<KnownCorrelation> all = new ArrayList<>(ofSettings);
        all.addAll(own.values());
        return all;
    }

    /** Returns one, or null. */
    synchronized KnownCorrelation find(String id) {
        for (KnownCorrelation each : ofSettings) {
            if (each.id().equals(id)) {
                return each;
            }
        }
        return own.get(id);
    }
}
