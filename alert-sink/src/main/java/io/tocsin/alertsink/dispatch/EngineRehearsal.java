package io.tocsin.alertsink.dispatch;

import io.tocsin.alertsink.config.ConfigException;
import io.tocsin.alertsink.config.ConfigReader;
import io.tocsin.alertsink.engine.AlertEngine;
import io.tocsin.alertsink.engine.PostedAlert;
import io.tocsin.schemas.AlertInput;
import io.tocsin.schemas.AlertInputKind;
import io.tocsin.schemas.serde.SingleObject;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.state.Stores;

/**
 * Takes made-up alerts through their record and through an engine of its own, which tells nobody and whose state is gone with
 * it. Not thread-safe.
 */
public final class EngineRehearsal {

    private static final SingleObject<AlertInput> INPUTS = SingleObject.of(AlertInput.class);
    private static final String CONFIG = """
            route: {receiver: nobody, group_by: [alertname], group_wait: 1h}
            receivers: [{name: nobody}]
            """;

    private final EngineStore store =
            new EngineStore(Stores.inMemoryKeyValueStore("rehearsal").get());
    private final AlertEngine engine = new AlertEngine(store.load(), store);

    /** Makes one whose time begins. */
    public EngineRehearsal(Instant now) {
        try {
            engine.configure(ConfigReader.text(CONFIG).shown(), now);
        } catch (ConfigException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Takes alerts that were posted together. */
    public void post(List<PostedAlert> alerts, Instant now) {
        byte[] record = INPUTS.encode(AlertInput.newBuilder()
                .setKind(AlertInputKind.ALERTS)
                .setAlerts(alerts.stream().map(EngineRecords::record).toList())
                .build());
        engine.post(
                INPUTS.decode(record).getAlerts().stream()
                        .map(EngineRecords::posted)
                        .toList(),
                now);
        store.takeIntents();
        store.write();
    }
}
