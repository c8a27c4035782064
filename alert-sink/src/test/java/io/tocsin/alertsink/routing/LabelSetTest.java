package io.tocsin.alertsink.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LabelSetTest {

    @Test
    void fingerprintsAreThoseOfAlertmanager() {
        assertThat(LabelSet.hex(LabelSet.of(Map.of("alertname", "foo")).fingerprint()))
                .isEqualTo("c5a7cb176f0f418a");
        assertThat(LabelSet.hex(LabelSet.EMPTY.fingerprint())).isEqualTo("cbf29ce484222325");
    }

    @Test
    void emptyValuesSayNothing() {
        LabelSet labels = LabelSet.of(Map.of("a", "", "b", "1"));
        assertThat(labels.equals(Map.of("b", "1"))).isTrue();
        assertThat(labels.value("a")).isEmpty();
    }

    @Test
    void namesAreInTheOrderOfTheirBytes() {
        // U+FF5E comes before U+1F600 in UTF-8, but after its surrogates in UTF-16.
        LabelSet labels = LabelSet.of(Map.of("\uFF5E", "1", "\uD83D\uDE00", "2"));
        assertThat(List.copyOf(labels.keySet())).containsExactly("\uFF5E", "\uD83D\uDE00");
        assertThat(labels.value("\uD83D\uDE00")).isEqualTo("2");
        assertThat(labels.value("\uFF5E")).isEqualTo("1");
    }

    @Test
    void printsAsGoDoes() {
        LabelSet labels = LabelSet.of(Map.of("b", "x\n\"\\\u0001\u00a0ü", "a", "1"));
        assertThat(labels.toString()).isEqualTo("{a=\"1\", b=\"x\\n\\\"\\\\\\x01\\u00a0ü\"}");
        assertThat(LabelSet.EMPTY.toString()).isEqualTo("{}");
    }

    @Test
    void keepsWhatIsAskedFor() {
        LabelSet labels = LabelSet.of(Map.of("a", "1", "b", "2"));
        assertThat(labels.only(Set.of("b", "c")).equals(Map.of("b", "2"))).isTrue();
        assertThat(labels.only(Set.of("a", "b")) == labels).isTrue();
    }
}
