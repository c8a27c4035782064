package io.tocsin.processor.core.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CellHistoryTest {

    private static final long MINUTE = 60_000;

    @Test
    void averagesWhatFallsIntoACell() {
        CellHistory history = new CellHistory(HistoryShape.DAILY);
        assertThat(history.add(0, 1)).isFalse();
        assertThat(history.add(30_000, 3)).isFalse();
        assertThat(history.add(3 * MINUTE, 9)).isTrue();
        assertThat(history.values()).containsExactly(2, Double.NaN, Double.NaN);
        assertThat(history.end()).isEqualTo(3 * MINUTE);
    }

    @Test
    void joinsMinutesIntoLongerCellsAndGoesOn() {
        CellHistory history = new CellHistory(HistoryShape.DAILY);
        for (int minute = 2; minute < 2000; minute++) {
            history.add(minute * MINUTE, minute);
        }
        assertThat(history.cellLength()).isEqualTo(5 * MINUTE);
        double[] values = history.values();
        assertThat(values).hasSize(1999 / 5);
        assertThat(history.end()).isEqualTo(1995 * MINUTE);
        assertThat(values[values.length - 1]).isEqualTo(1992);
        // Older cells are rounded, by far less than they differ.
        for (int i = 1; i < values.length; i++) {
            assertThat(values[i]).isBetween(5 * i + 1.0, 5 * i + 3.0);
        }
    }

    @Test
    void keepsFourteenDaysInABoundedNumberOfBytes() {
        CellHistory history = new CellHistory(HistoryShape.DAILY);
        Random random = new Random(1);
        int most = 0;
        for (int cell = 0; cell < 288 * 40; cell++) {
            history.add(cell * 5 * MINUTE, 50 + random.nextGaussian());
            most = Math.max(most, encode(history).length);
        }
        assertThat(history.cells()).isBetween(14 * 288 - 300, 14 * 288 + 300);
        assertThat(most).isLessThan(3200);
        assertThat(history.approximateBytes()).isLessThan(4000);
    }

    @Test
    void aSpikeDoesNotCostThePrecisionOfTheRest() {
        double[] x = new double[200];
        Random random = new Random(2);
        for (int t = 0; t < x.length; t++) {
            x[t] = 40 + random.nextGaussian();
        }
        x[20] = 1e6;
        double[] kept = Simulated.history(x, x.length, 24).values();
        for (int t = 0; t < x.length; t++) {
            assertThat(Math.abs(kept[t] - x[t])).isLessThan(t == 20 ? 1 : 0.35);
        }
    }

    @Test
    void beginsAnewAfterASilenceLongerThanItsMemory() {
        CellHistory history = Simulated.history(new double[500], 500, 24);
        history.add(1_000_000_000_000L, 7);
        assertThat(history.cells()).isZero();
        history.advance(1_000_000_000_001L);
        assertThat(history.values()).containsExactly(7);
    }

    @Property(tries = 60)
    void goesOnAfterBeingStoredAsIfItHadStayed(
            @ForAll @IntRange(min = 1, max = 4000) int before, @ForAll @IntRange(min = 1, max = 1500) int after) {
        CellHistory stayed = new CellHistory(HistoryShape.DAILY);
        Random random = new Random(before);
        long time = 1_700_000_000_000L;
        for (int i = 0; i < before; i++) {
            time += (1 + random.nextInt(3)) * MINUTE;
            stayed.add(time, random.nextGaussian());
        }
        CellHistory stored = decode(encode(stayed));
        for (int i = 0; i < after; i++) {
            time += (1 + random.nextInt(3)) * MINUTE;
            double value = random.nextGaussian();
            stayed.add(time, value);
            stored.add(time, value);
        }
        assertThat(encode(stored)).isEqualTo(encode(stayed));
        assertThat(stored.values()).isEqualTo(stayed.values());
    }

    @Property(tries = 300)
    void damagedBytesAreReportedOrHarmless(@ForAll byte[] bytes, @ForAll @IntRange(min = 0, max = 5000) int at) {
        CellHistory history = new CellHistory(HistoryShape.DAILY);
        for (int i = 0; i < 3000; i++) {
            history.add(i * MINUTE, i % 97);
        }
        byte[] stored = encode(history);
        for (int i = 0; i < bytes.length && i < stored.length; i++) {
            stored[(at + i) % stored.length] = bytes[i];
        }
        try {
            CellHistory damaged = decode(stored);
            damaged.add(damaged.end(), 1);
            damaged.advance(damaged.end() + damaged.cellLength());
            damaged.values();
        } catch (CorruptStateException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @Test
    void refusesWhatIsNoNumber() {
        CellHistory history = new CellHistory(HistoryShape.DAILY);
        assertThatThrownBy(() -> history.add(0, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] encode(CellHistory history) {
        ByteWriter writer = new ByteWriter(64);
        history.writeTo(writer);
        return writer.toBytes();
    }

    private static CellHistory decode(byte[] bytes) {
        ByteReader reader = new ByteReader().reset(bytes);
        CellHistory history = CellHistory.readFrom(reader, HistoryShape.DAILY);
        reader.requireEnd();
        return history;
    }
}
