package io.tocsin.schemas.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistencyTokenTest {

    @Property
    void everyTokenRoundTrips(@ForAll("tokens") ConsistencyToken token) {
        assertThat(ConsistencyToken.parse(token.text())).isEqualTo(token);
    }

    @Property
    void aMergedTokenAsksForTheFartherOffsetOfEachPartition(
            @ForAll("tokens") ConsistencyToken one, @ForAll("tokens") ConsistencyToken other) {
        ConsistencyToken merged = one.merge(other);

        assertThat(merged).isEqualTo(other.merge(one));
        merged.offsets().forEach((at, offset) -> assertThat(offset)
                .isEqualTo(Math.max(
                        one.offsets().getOrDefault(at, 0L), other.offsets().getOrDefault(at, 0L))));
    }

    @Test
    void theTextNamesTopicPartitionAndOffset() {
        ConsistencyToken token = ConsistencyToken.of("events", 3, 1042).merge(ConsistencyToken.of("logs", 0, 7));

        assertThat(token.text()).isEqualTo("events.3.1042~logs.0.7");
    }

    @Test
    void theEmptyTextAsksForNothing() {
        assertThat(ConsistencyToken.parse("").offsets()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "events.3",
                "events.3.-1",
                "events..1",
                "Events.1.1",
                "events.1.1~",
                "~",
                "events.1.1e9",
                "events.9999999.1",
                "events.1.9999999999999999999"
            })
    void whatIsNoTokenIsRefused(String text) {
        assertThatThrownBy(() -> ConsistencyToken.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEndlessTokenIsRefused() {
        assertThatThrownBy(() -> ConsistencyToken.parse("events.1.1~".repeat(10_000)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    Arbitrary<ConsistencyToken> tokens() {
        Arbitrary<String> partitions = Combinators.combine(
                        Arbitraries.of("events", "logs", "alert-commands"),
                        Arbitraries.integers().between(0, 20))
                .as((topic, partition) -> topic + "/" + partition);
        return Arbitraries.maps(partitions, Arbitraries.longs().between(0, 999_999_999_999_999_999L))
                .ofMaxSize(8)
                .map(ConsistencyToken::new);
    }
}
