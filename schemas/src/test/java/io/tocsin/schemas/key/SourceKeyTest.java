package io.tocsin.schemas.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceKeyTest {

    @Property
    void everyLegalKeyRoundTrips(
            @ForAll("parts") String tenant, @ForAll("parts") String environment, @ForAll("parts") String name) {
        assumeThat(environment).isNotEqualTo(SourceKey.ALL_ENVIRONMENTS);
        assumeThat(name).isNotIn(".", "..");
        SourceKey key = new SourceKey(tenant, environment, name);

        String fromBytes = new String(key.bytes(), StandardCharsets.UTF_8);

        assertThat(SourceKey.parse(fromBytes)).isEqualTo(key);
    }

    @Property
    void keysOfAnEnvironmentAndNoOthersBeginWithItsPrefix(
            @ForAll("parts") String environment, @ForAll("parts") String other, @ForAll("parts") String name) {
        assumeThat(environment).isNotEqualTo(SourceKey.ALL_ENVIRONMENTS).isNotEqualTo(other);
        assumeThat(other).isNotEqualTo(SourceKey.ALL_ENVIRONMENTS);
        assumeThat(name).isNotIn(".", "..");
        String prefix = SourceKey.environmentPrefix("default", environment);

        assertThat(new SourceKey("default", environment, name).text()).startsWith(prefix);
        assertThat(new SourceKey("default", other, name).text()).doesNotStartWith(prefix);
    }

    @Test
    void thePercentSignAndTheSlashAreEncodedBeforeTheNameOnly() {
        SourceKey key = new SourceKey("a/b", "50%", "GET /orders 100%");

        assertThat(key.text()).isEqualTo("a%2Fb/50%25/GET /orders 100%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a/b", "/e/n", "t//n", "t/e/", "t/*/n", "t/e/.", "t/e/.."})
    void whatIsNoKeyIsRefused(String text) {
        assertThatThrownBy(() -> SourceKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void halfACharacterIsRefused() {
        assertThatThrownBy(() -> new SourceKey("t", "e", "a\uD83D"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("surrogate");
        assertThatThrownBy(() -> new SourceKey("t", "e", "\uDE00a")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLongestPartIsTaken() {
        String longest = "x".repeat(SourceKey.MAX_PART_LENGTH);

        assertThat(new SourceKey("t", "e", longest).name()).isEqualTo(longest);
        assertThatThrownBy(() -> new SourceKey("t", "e", longest + "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    Arbitrary<String> parts() {
        return Arbitraries.frequencyOf(
                Tuple.of(
                        3,
                        Arbitraries.strings()
                                .withChars('%', '/', '2', '5', 'F', '.', '*', 'a')
                                .ofMinLength(1)
                                .ofMaxLength(12)),
                Tuple.of(
                        1,
                        Arbitraries.strings()
                                .withCharRange('\u0000', '\uD7FF')
                                .ofMinLength(1)
                                .ofMaxLength(50)),
                Tuple.of(1, Arbitraries.integers().between(0x10000, 0x10FFFF).map(Character::toString)));
    }
}
