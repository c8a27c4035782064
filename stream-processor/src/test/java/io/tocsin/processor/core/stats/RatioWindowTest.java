package io.tocsin.processor.core.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RatioWindowTest {

    private static final long START = 1_767_225_600_000L;

    @Property(tries = 200)
    void countsWhatLiesInTheSlotsThatOverlapTheWindow(@ForAll long seed) {
        Random random = new Random(seed);
        RatioWindow window = new RatioWindow();
        List<long[]> things = new ArrayList<>();
        long now = START;
        for (int i = 0; i < 300; i++) {
            now += random.nextInt(random.nextInt(20) == 0 ? 400_000 : 8_000);
            long time = now - random.nextInt(400_000) + random.nextInt(60_000);
            boolean bad = random.nextBoolean();
            window.count(time, bad, now);
            things.add(new long[] {Math.min(time, now), bad ? 1 : 0});
            long first = Math.floorDiv(now, RatioWindow.SLOT_MS) - 30;
            long total = things.stream()
                    .filter(t -> Math.floorDiv(t[0], RatioWindow.SLOT_MS) >= first)
                    .count();
            long bads = things.stream()
                    .filter(t -> Math.floorDiv(t[0], RatioWindow.SLOT_MS) >= first && t[1] == 1)
                    .count();
            assertThat(window.total()).isEqualTo(total);
            assertThat(window.bad()).isEqualTo(bads);
            if (random.nextInt(5) == 0) {
                ByteWriter writer = new ByteWriter(64);
                window.writeTo(writer);
                window = RatioWindow.readFrom(new ByteReader().reset(writer.toBytes()));
                window.advance(now);
            }
        }
    }

    @Test
    void saysWhenItChangesByItself() {
        RatioWindow window = new RatioWindow();
        assertThat(window.nextChange()).isEqualTo(Long.MAX_VALUE);
        window.count(START + 5, true, START + 5);
        assertThat(window.nextChange()).isEqualTo(START + 310_000);
        window.advance(START + 309_999);
        assertThat(window.total()).isEqualTo(1);
        window.advance(START + 310_000);
        assertThat(window.total()).isZero();
        assertThat(window.ratio()).isNaN();
    }
}
