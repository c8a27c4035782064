package io.tocsin.query;

import io.tocsin.query.scatter.ScatterLimits;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.Settings;
import java.time.Duration;

/**
 * What the query service receives of the settings. Immutable.
 *
 * @param tenant whose data is served; there is one as long as nobody logs in
 * @param topics catalogue of topics
 * @param limits times and bounds of a question
 * @param inventoryInterval time between polls of inventories
 * @param instanceSilence silence after which an instance is dropped
 * @param scanLimit sources that a summary looks at
 * @param summaryAge how long a look serves summaries
 * @param environmentsAge age from which on the list of environments is fetched again
 * @param commandWait time to wait for the effect of a command
 * @param commandTimeout time for Kafka to take a command
 */
public record QueryParameters(
        String tenant,
        Topics topics,
        ScatterLimits limits,
        Duration inventoryInterval,
        Duration instanceSilence,
        int scanLimit,
        Duration summaryAge,
        Duration environmentsAge,
        Duration commandWait,
        Duration commandTimeout) {

    private static final String TENANT = "default";

    /** Returns what the settings say. */
    public static QueryParameters of(Settings settings) {
        return new QueryParameters(
                TENANT,
                new Topics(settings.get(CommonSettings.TOPICS_PREFIX)),
                new ScatterLimits(
                        settings.get(QuerySettings.TRY_TIMEOUT),
                        settings.get(QuerySettings.DEADLINE),
                        settings.get(QuerySettings.PATIENCE),
                        settings.get(QuerySettings.MAX_STANDBY_LAG),
                        settings.get(QuerySettings.MAX_IN_FLIGHT)),
                settings.get(QuerySettings.INVENTORY_INTERVAL),
                settings.get(QuerySettings.INSTANCE_SILENCE),
                settings.get(QuerySettings.SCAN_LIMIT),
                settings.get(QuerySettings.SUMMARY_AGE),
                settings.get(QuerySettings.ENVIRONMENTS_AGE),
                settings.get(QuerySettings.COMMAND_WAIT),
                settings.get(QuerySettings.COMMAND_TIMEOUT));
    }
}
