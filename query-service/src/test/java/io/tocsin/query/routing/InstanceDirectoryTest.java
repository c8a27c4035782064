package io.tocsin.query.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class InstanceDirectoryTest {

    private final InstanceDirectory directory = new InstanceDirectory(Duration.ofSeconds(30));
    private final Instance a = new Instance("a", "host:1");

    @Test
    void anInstanceThatIsSilentForTooLongIsDropped() {
        directory.heard(a, 0);

        assertThat(directory.present(30_000)).containsExactly(a);
        assertThat(directory.present(30_001)).isEmpty();
    }

    @Test
    void anAnnouncementKeepsAnInstance() {
        directory.heard(a, 0);
        directory.heard(a, 20_000);

        assertThat(directory.present(45_000)).containsExactly(a);
    }

    @Test
    void onlyANewInstanceOrAddressIsNews() {
        assertThat(directory.heard(a, 0)).isTrue();
        assertThat(directory.heard(a, 5_000)).isFalse();
        assertThat(directory.heard(new Instance("a", "host:2"), 6_000)).isTrue();
    }

    @Test
    void anInstanceThatSaysGoodbyeIsGone() {
        directory.heard(a, 0);

        assertThat(directory.left("a")).isTrue();
        assertThat(directory.left("a")).isFalse();
        assertThat(directory.present(1)).isEmpty();
    }
}
