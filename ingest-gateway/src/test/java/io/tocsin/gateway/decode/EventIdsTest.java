package io.tocsin.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventIdsTest {

    @Test
    void anIdIsAUuidOfVersion7WithTheTimeInFront() {
        UUID id = UUID.fromString(new EventIds().next(1_800_000_000_000L));

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(1_800_000_000_000L);
    }

    @Test
    void idsOfOneMomentDiffer() {
        EventIds ids = new EventIds();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            seen.add(ids.next(7));
        }
        assertThat(seen).hasSize(100_000);
    }
}
