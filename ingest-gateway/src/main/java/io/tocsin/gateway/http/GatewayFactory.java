package io.tocsin.gateway.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.runtime.server.EmbeddedServer;
import io.tocsin.gateway.GatewayParameters;
import io.tocsin.gateway.account.Accounts;
import io.tocsin.gateway.account.GatewayCounters;
import io.tocsin.gateway.account.IngestLog;
import io.tocsin.gateway.decode.EventIds;
import io.tocsin.gateway.decode.RequestDecoder;
import io.tocsin.gateway.publish.KafkaPublishing;
import io.tocsin.gateway.publish.RecordPublisher;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.service.health.ReadinessCheck;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.Settings;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/** Makes the parts of the gateway beans. */
@Factory
final class GatewayFactory {

    @Singleton
    GatewayParameters parameters(Settings settings) {
        return GatewayParameters.of(settings);
    }

    @Context
    @Bean(preDestroy = "close")
    KafkaPublishing publishing(GatewayParameters parameters, Settings settings) {
        return new KafkaPublishing(
                parameters.publish(),
                settings.get(CommonSettings.KAFKA_CLIENT),
                settings.get(CommonSettings.REGISTRY_URL),
                new Topics(settings.get(CommonSettings.TOPICS_PREFIX)),
                settings.get(CommonSettings.TOPICS_PARTITIONS),
                settings.get(CommonSettings.TOPICS_REPLICATION),
                System::nanoTime);
    }

    @Singleton
    ReadinessCheck kafkaReadiness(KafkaPublishing publishing) {
        return publishing.readiness();
    }

    @Singleton
    GatewayCounters counters(MeterRegistry registry, KafkaPublishing publishing) {
        Gauge.builder("tocsin.gateway.in.flight.bytes", publishing.publisher(), RecordPublisher::bytesInFlight)
                .description("Bytes of records that wait for Kafka's acknowledgement")
                .register(registry);
        return new GatewayCounters(registry);
    }

    @Singleton
    @Bean(preDestroy = "close")
    IngestLog ingestLog(GatewayParameters parameters, MeterRegistry registry) {
        return Accounts.ingestLog(
                parameters.ingestLog(),
                parameters.ingestLogBytes(),
                parameters.ingestLogFiles(),
                parameters.consoleLines(),
                registry,
                System::nanoTime);
    }

    @Singleton
    RequestDecoder decoder(GatewayParameters parameters) {
        return new RequestDecoder(parameters.limits(), new EventIds(), GatewayParameters.TENANT);
    }

    @Singleton
    @Bean(preDestroy = "close")
    LargeBodyDecoders largeBodyDecoders() {
        return new LargeBodyDecoders(Runtime.getRuntime().availableProcessors());
    }

    @Singleton
    IngestChain chain(
            KafkaPublishing publishing,
            GatewayCounters counters,
            IngestLog log,
            LargeBodyDecoders decoders,
            GatewayParameters parameters,
            InstantSource clock) {
        return new IngestChain(
                publishing.publisher(), counters, log, decoders, parameters.maxBody(), clock, System::nanoTime);
    }

    @Singleton
    ContinuousLogs continuousLogs(
            IngestChain chain,
            KafkaPublishing publishing,
            RequestDecoder decoder,
            GatewayParameters parameters,
            InstantSource clock) {
        return new ContinuousLogs(chain, publishing.publisher(), decoder, clock, parameters.maxLine());
    }

    /** Without a configured query service a process that plays that role as well asks itself. */
    @Singleton
    EvaluationWaiter evaluations(
            GatewayParameters parameters,
            @Property(name = "tocsin.roles.query", defaultValue = "false") boolean answersQueries,
            BeanProvider<EmbeddedServer> server) {
        return new EvaluationWaiter(
                () -> parameters
                        .queryService()
                        .or(() -> answersQueries ? Optional.of(server.get().getURI()) : Optional.empty()),
                System::nanoTime);
    }
}
