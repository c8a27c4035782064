package io.tocsin.processor.core.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    @Test
    void isTheSameAsAlertmanagers() {
        assertThat(Fingerprint.text(Fingerprint.of(Map.of("alertname", "foo")))).isEqualTo("c5a7cb176f0f418a");
        assertThat(Fingerprint.text(Fingerprint.of(Map.of()))).isEqualTo("cbf29ce484222325");
    }

    @Test
    void emptyLabelsDoNotCountAndOrderDoesNotMatter() {
        long plain = Fingerprint.of(Map.of("a", "1", "b", "2"));
        assertThat(Fingerprint.of(Map.of("b", "2", "c", "", "a", "1"))).isEqualTo(plain);
        assertThat(Fingerprint.of(Map.of("a", "12", "b", ""))).isNotEqualTo(plain);
    }

    @Test
    void readsWhatItWrites() {
        for (long value : new long[] {0, 1, -1, Long.MIN_VALUE, 0x0123456789abcdefL}) {
            assertThat(Fingerprint.parse(Fingerprint.text(value))).isEqualTo(value);
        }
        for (String text :
                new String[] {"", "ac1e897973bce8b", "ac1e897973bce8bg", "ac1e897973bce8ba0", "١٢٣٤٥٦٧٨١٢٣٤٥٦٧٨"}) {
            assertThatThrownBy(() -> Fingerprint.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
