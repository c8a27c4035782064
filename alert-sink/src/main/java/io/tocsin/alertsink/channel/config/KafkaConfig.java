package io.tocsin.alertsink.channel.config;

/**
 * {@code kafka_configs}, an addition of Tocsin: notifications as CloudEvents on a topic of Tocsin's own Kafka. Immutable.
 *
 * @param topic topic; it has to exist or be made by the broker
 */
public record KafkaConfig(boolean sendResolved, String topic) implements ChannelConfig {

    @Override
    public String kind() {
        return "kafka";
    }
}
