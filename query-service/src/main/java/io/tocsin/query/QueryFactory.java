package io.tocsin.query;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Secondary;
import io.micronaut.core.annotation.Nullable;
import io.tocsin.query.command.AlertCommands;
import io.tocsin.query.command.BulkOrders;
import io.tocsin.query.command.Cleanup;
import io.tocsin.query.command.CommandLog;
import io.tocsin.query.command.EffectWait;
import io.tocsin.query.command.IncidentCommands;
import io.tocsin.query.desk.DeskClient;
import io.tocsin.query.desk.Desks;
import io.tocsin.query.routing.InstanceDirectory;
import io.tocsin.query.routing.InventoryPoller;
import io.tocsin.query.scatter.HttpIqClient;
import io.tocsin.query.scatter.IqClient;
import io.tocsin.query.scatter.ScatterGather;
import io.tocsin.query.view.AlertStory;
import io.tocsin.query.view.EnvironmentList;
import io.tocsin.query.view.PatternReader;
import io.tocsin.query.view.RemoteDeliveries;
import io.tocsin.query.view.ScopeReader;
import io.tocsin.query.view.SourceResolver;
import io.tocsin.query.view.SourceScan;
import io.tocsin.query.view.SystemHealth;
import io.tocsin.query.view.ViewReader;
import io.tocsin.service.AlertDeliveries;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.InvalidSettingsException;
import io.tocsin.service.settings.Settings;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;

/** Puts the query service together. */
@Factory
final class QueryFactory {

    /** A change of a rule waits for Kafka; a reader of rules does not. */
    private static final Duration DESK_TIMEOUT = Duration.ofSeconds(15);

    @Singleton
    QueryParameters parameters(Settings settings) {
        return QueryParameters.of(settings);
    }

    @Singleton
    @Secondary
    QueryKafka kafka(Settings settings, QueryParameters parameters) {
        return new ConfiguredKafka(settings, parameters.commandTimeout());
    }

    @Singleton
    @Bean(preDestroy = "close")
    QueryThreads threads() {
        return new QueryThreads();
    }

    @Singleton
    HttpIqClient client(Settings settings, QueryParameters parameters, QueryThreads threads) {
        return new HttpIqClient(
                threads.answering,
                parameters.limits().tryTimeout(),
                settings.get(CommonSettings.CLUSTER_SECRET).reveal());
    }

    @Singleton
    InstanceDirectory directory(QueryParameters parameters) {
        return new InstanceDirectory(parameters.instanceSilence());
    }

    @Singleton
    InventoryPoller poller(
            InstanceDirectory directory, IqClient client, QueryParameters parameters, InstantSource clock) {
        return new InventoryPoller(
                directory,
                client,
                parameters.limits().tryTimeout(),
                parameters.limits().maxStandbyLag(),
                clock);
    }

    @Singleton
    ScatterGather scatterGather(
            InventoryPoller poller,
            IqClient client,
            QueryParameters parameters,
            QueryThreads threads,
            InstantSource clock,
            MeterRegistry meters) {
        return new ScatterGather(
                poller, client, parameters.limits(), threads.answering, clock, System::nanoTime, meters);
    }

    @Singleton
    Desks desks(InventoryPoller poller, DeskClient client) {
        return new Desks(poller, client, DESK_TIMEOUT);
    }

    @Singleton
    ViewReader reader(ScatterGather scatter, InventoryPoller poller, InstantSource clock) {
        return new ViewReader(scatter, () -> poller.current().partitions(), clock);
    }

    @Singleton
    EnvironmentList environments(ViewReader reader, QueryParameters parameters, InstantSource clock) {
        return new EnvironmentList(reader, parameters.tenant(), parameters.environmentsAge(), clock);
    }

    @Singleton
    SourceResolver resolver(
            ViewReader reader, EnvironmentList environments, QueryParameters parameters, QueryThreads threads) {
        return new SourceResolver(
                reader, environments, parameters.tenant(), parameters.limits().deadline(), threads.answering);
    }

    @Singleton
    SourceScan scan(ViewReader reader, QueryParameters parameters) {
        return new SourceScan(reader, parameters.tenant(), parameters.scanLimit(), parameters.summaryAge());
    }

    @Singleton
    ScopeReader scopes(ViewReader reader, QueryParameters parameters) {
        return new ScopeReader(reader, parameters.tenant());
    }

    @Singleton
    PatternReader patterns(ViewReader reader, QueryParameters parameters) {
        return new PatternReader(reader, parameters.tenant());
    }

    @Singleton
    SystemHealth health(ScopeReader scopes, QueryParameters parameters) {
        return new SystemHealth(scopes, parameters.tenant());
    }

    @Singleton
    @Bean(preDestroy = "close")
    CommandProducer commandProducer(QueryKafka kafka) {
        return new CommandProducer(kafka.commands());
    }

    @Singleton
    CommandLog commandLog(CommandProducer producer, QueryThreads threads) {
        return new CommandLog(producer.producer, threads.commanding);
    }

    @Singleton
    EffectWait effectWait(QueryParameters parameters, QueryThreads threads) {
        return new EffectWait(parameters.commandWait(), System::nanoTime, threads.answering);
    }

    @Singleton
    AlertCommands alertCommands(ViewReader reader, CommandLog log, EffectWait wait, QueryParameters parameters) {
        return new AlertCommands(
                reader, log, wait, parameters.topics(), () -> UUID.randomUUID().toString());
    }

    @Singleton
    IncidentCommands incidentCommands(ViewReader reader, CommandLog log, EffectWait wait, QueryParameters parameters) {
        return new IncidentCommands(
                reader, log, wait, parameters.topics(), () -> UUID.randomUUID().toString());
    }

    @Singleton
    BulkOrders bulkOrders(ViewReader reader, CommandLog log, EffectWait wait, QueryParameters parameters) {
        return new BulkOrders(
                reader, log, wait, parameters.topics(), () -> UUID.randomUUID().toString());
    }

    @Singleton
    AlertStory alertStory(
            @Nullable AlertDeliveries here, Settings settings, QueryParameters parameters, QueryThreads threads) {
        String url = settings.get(QuerySettings.ALERT_SINK_URL);
        if (here != null || url == null) {
            return new AlertStory(here);
        }
        URI sink;
        try {
            sink = new URI(url);
        } catch (URISyntaxException malformed) {
            throw new InvalidSettingsException(QuerySettings.ALERT_SINK_URL.name(), malformed.getMessage());
        }
        if (sink.getHost() == null || !Set.of("http", "https").contains(sink.getScheme())) {
            throw new InvalidSettingsException(
                    QuerySettings.ALERT_SINK_URL.name(), "no address such as http://sink:8003");
        }
        return new AlertStory(new RemoteDeliveries(sink, parameters.limits().deadline(), threads.answering));
    }

    @Singleton
    Cleanup cleanup(ViewReader reader, CommandLog log, EffectWait wait, QueryParameters parameters) {
        return new Cleanup(
                reader, log, wait, parameters.topics(), () -> UUID.randomUUID().toString());
    }

    /** The producer of commands, as a bean of a type that no other module has. */
    static final class CommandProducer implements AutoCloseable {
        private final Producer<String, SpecificRecord> producer;

        private CommandProducer(Producer<String, SpecificRecord> producer) {
            this.producer = producer;
        }

        @Override
        public void close() {
            producer.close();
        }
    }
}
