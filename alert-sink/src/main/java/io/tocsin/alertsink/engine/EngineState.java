package io.tocsin.alertsink.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an engine begins with: what another one wrote. Filled by whoever reads it, then handed over. */
public final class EngineState {

    final List<HeldAlert> alerts = new ArrayList<>();
    final List<GroupState> groups = new ArrayList<>();
    final Map<String, Told> told = new HashMap<>();
    final List<Silence> silences = new ArrayList<>();
    final Map<Long, Heard.Change> heard = new HashMap<>();
    String config = "";
    long step;

    /** Adds an alert. */
    public void add(HeldAlert alert) {
        alerts.add(alert);
    }

    /** Adds a group. */
    public void add(GroupState group) {
        groups.add(group);
    }

    /** Adds an entry of the notification log. */
    public void add(String key, Told entry) {
        told.put(key, entry);
    }

    /** Adds a silence. */
    public void add(Silence silence) {
        silences.add(silence);
    }

    /** Adds the latest change of one of the platform's alerts. */
    public void add(long fingerprint, Heard.Change change) {
        heard.put(fingerprint, change);
    }

    /** Sets the configuration, as it is shown, and the number of the last step. */
    public void progress(String shownConfig, long lastStep) {
        config = shownConfig;
        step = lastStep;
    }
}
