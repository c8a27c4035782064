package io.tocsin.alertsink.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @Test
    void aUserInTheUrlLogsInAndIsNotAskedFor() {
        Target target = Target.of("http://us%20er:pa%40ss+x@h:81/p%20q?a=b%20c&d", false);
        assertThat(target.toUri()).hasToString("http://h:81/p%20q?a=b%20c&d");
        String pair = new String(
                Base64.getDecoder().decode(target.basicAuth().orElseThrow().substring("Basic ".length())),
                StandardCharsets.UTF_8);
        assertThat(pair).isEqualTo("us er:pa@ss+x");
        assertThat(Target.of("http://me@h", false).basicAuth())
                .contains("Basic " + Base64.getEncoder().encodeToString("me:".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aUrlWithoutAUserStaysAsItIs() {
        Target target = Target.of(" https://h/a?b ", true);
        assertThat(target.toUri()).hasToString("https://h/a?b");
        assertThat(target.basicAuth()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://user:secret@h/", "http://user@h/"})
    void aUrlFromOutsideHoldsNoUser(String url) {
        assertThatThrownBy(() -> Target.of(url, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hold no user")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://h/", "http:///x", "x", "http://h/ y"})
    void anythingElseIsRefused(String url) {
        assertThatThrownBy(() -> Target.of(url, false)).isInstanceOf(IllegalArgumentException.class);
    }
}
