package io.tocsin.processor.core.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.source.LogLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SourceLogsTest {

    private static final long MINUTE = 60_000;
    private static final long START = 29_000_000L * MINUTE;

    /** Keeps everything in maps. */
    private static final class MapStore implements LogStore {
        byte[] head;
        final Map<Long, byte[]> templates = new TreeMap<>();
        final Map<Integer, byte[]> blocks = new TreeMap<>();

        @Override
        public byte[] readHead() {
            return head;
        }

        @Override
        public void writeHead(byte[] value) {
            head = value;
        }

        @Override
        public void readTemplates(Consumer<byte[]> each) {
            templates.values().forEach(each);
        }

        @Override
        public void writeTemplate(long id, byte[] template) {
            if (template == null) {
                templates.remove(id);
            } else {
                templates.put(id, template);
            }
        }

        @Override
        public byte[] readBlock(int slot) {
            return blocks.get(slot);
        }

        @Override
        public void writeBlock(int slot, byte[] block) {
            blocks.put(slot, block);
        }

        List<RecentLine> lines() {
            List<RecentLine> all = new ArrayList<>();
            blocks.values().forEach(block -> RecentLines.read(block, all::add));
            all.sort(java.util.Comparator.comparingLong(RecentLine::number));
            return all;
        }

        String content() {
            StringBuilder all = new StringBuilder(Arrays.toString(head));
            templates.forEach((id, form) -> all.append(id).append(Arrays.toString(form)));
            blocks.forEach((slot, block) -> all.append(slot).append(Arrays.toString(block)));
            return all.toString();
        }
    }

    private final MapStore store = new MapStore();
    private final LogSettings settings = new LogSettings(64, 3, 10 * MINUTE);
    private SourceLogs logs = new SourceLogs(settings, store);
    private final List<LogSignal> signals = new ArrayList<>();
    private long now = START;

    private void see(Level level, String message) {
        see(logs, level, message);
    }

    private void see(SourceLogs to, Level level, String message) {
        LogLine line = new LogLine();
        line.message().set(message);
        line.level(level);
        to.line(line, now - 5, now, signals);
    }

    private void minutePasses() {
        now += MINUTE;
        if (logs.isDue(now)) {
            logs.close(now, signals);
        }
    }

    private List<String> kinds() {
        return signals.stream().map(LogSignal::kind).toList();
    }

    private void steadyMinutes(int minutes, int perMinute) {
        for (int i = 0; i < minutes; i++) {
            for (int k = 0; k < perMinute; k++) {
                see(Level.INFO, "served request " + k + " in 5 ms");
            }
            see(Level.INFO, "heartbeat of worker 3");
            minutePasses();
        }
    }

    @Test
    void nothingIsNewWhileTheSourceIsLearned() {
        for (int i = 0; i < 200; i++) {
            see(Level.ERROR, "thing number " + i + " of kind " + "abcdefghij".charAt(i % 10) + "x failed");
        }
        assertThat(signals).isEmpty();
    }

    @Test
    void aNewTemplateIsToldOnceAndOthersThanProblemsSparingly() {
        steadyMinutes(12, 10);
        assertThat(signals).isEmpty();
        see(Level.ERROR, "cannot reach warehouse 7");
        see(Level.ERROR, "cannot reach warehouse 8");
        assertThat(kinds()).containsExactly(LogSignal.NEW);
        assertThat(signals.get(0).evidence().score()).isEqualTo(0.9);
        assertThat(signals.get(0).evidence().text()).contains("cannot reach warehouse <*>");
        signals.clear();
        for (String word : List.of("red", "green", "blue", "amber", "coral", "olive")) {
            see(Level.INFO, "a " + word + " thing happened, " + word + " again");
        }
        assertThat(kinds()).hasSize(3).containsOnly(LogSignal.NEW);
    }

    @Test
    void aBurstOpensGoesOnAndEnds() {
        steadyMinutes(20, 10);
        for (int k = 0; k < 400; k++) {
            see(Level.INFO, "served request " + k + " in 5 ms");
        }
        minutePasses();
        assertThat(kinds()).containsExactly(LogSignal.BURST);
        LogSignal burst = signals.get(0);
        assertThat(burst.begins()).isTrue();
        assertThat(burst.since()).isEqualTo(now - MINUTE);
        assertThat(burst.evidence().seen()).isEqualTo(400);
        assertThat(burst.evidence().expected()).isBetween(9.0, 11.0);
        signals.clear();
        steadyMinutes(4, 10);
        assertThat(kinds()).containsExactly(LogSignal.BURST);
        assertThat(signals.get(0).begins()).isFalse();
    }

    @Test
    void aTemplateThatStopsWhileOthersGoOnHasVanishedUntilItComesAgain() {
        steadyMinutes(40, 5);
        for (int i = 0; i < 12; i++) {
            see(Level.INFO, "served request 1 in 5 ms");
            minutePasses();
        }
        assertThat(kinds()).containsExactly(LogSignal.VANISHED);
        assertThat(signals.get(0).evidence().text()).contains("heartbeat of worker <*>");
        signals.clear();
        see(Level.INFO, "heartbeat of worker 3");
        assertThat(signals).singleElement().satisfies(signal -> {
            assertThat(signal.kind()).isEqualTo(LogSignal.VANISHED);
            assertThat(signal.begins()).isFalse();
        });
    }

    @Test
    void aSourceThatIsSilentAsAWholeHasLostNoTemplate() {
        steadyMinutes(40, 5);
        for (int i = 0; i < 60; i++) {
            minutePasses();
        }
        assertThat(signals).isEmpty();
    }

    @Test
    void anOrdinaryDayTellsNothing() {
        java.util.Random random = new java.util.Random(3);
        for (int minute = 0; minute < 24 * 60; minute++) {
            double daily = 20 + 15 * Math.sin(minute * 2 * Math.PI / 1440);
            int count = (int) Math.max(0, Math.round(daily + Math.sqrt(daily) * random.nextGaussian()));
            for (int k = 0; k < count; k++) {
                see(Level.INFO, "served request " + k + " in 5 ms");
            }
            if (minute == 3 || random.nextInt(30) == 0) {
                see(Level.WARN, "slow request " + minute);
            }
            minutePasses();
        }
        assertThat(kinds()).isEmpty();
    }

    @Test
    void recentLinesAreKeptInARingAndCarryWhatWasFound() {
        see(Level.INFO, "FATAL exception in worker 7");
        logs.write();
        assertThat(store.lines()).singleElement().satisfies(line -> {
            assertThat(line.level()).isEqualTo(Level.FATAL);
            assertThat(line.sent()).isEqualTo(Level.INFO);
            assertThat(line.message()).isEqualTo("FATAL exception in worker 7");
            assertThat(line.observedAt()).isEqualTo(START - 5);
            assertThat(line.arrivedAt()).isEqualTo(START);
            assertThat(logs.templates().find(line.templateId()).text()).isEqualTo("FATAL exception in worker <*>");
        });
        for (int i = 0; i < 2_000; i++) {
            see(Level.INFO, "served request " + i + " in 5 ms and some more text so that it takes room");
        }
        logs.write();
        List<RecentLine> lines = store.lines();
        assertThat(store.blocks).hasSize(3);
        assertThat(lines.get(lines.size() - 1).number()).isEqualTo(2_000);
        assertThat(lines.size()).isBetween(150, 600);
        for (int i = 1; i < lines.size(); i++) {
            assertThat(lines.get(i).number()).isEqualTo(lines.get(i - 1).number() + 1);
        }
    }

    @Test
    void whatWasWrittenGoesOnAsIfItHadStayed() {
        steadyMinutes(15, 7);
        logs.write();
        MapStore copy = new MapStore();
        copy.head = store.head;
        copy.templates.putAll(store.templates);
        copy.blocks.putAll(store.blocks);
        SourceLogs restored = new SourceLogs(settings, copy);
        for (int i = 0; i < 300; i++) {
            String line = "item " + i + " of " + "abcdef".charAt(i % 6) + "y was " + (i % 2 == 0 ? "moved" : "kept");
            see(logs, Level.UNKNOWN, line);
            see(restored, Level.UNKNOWN, line);
            if (i % 100 == 99) {
                now += MINUTE;
                logs.close(now, signals);
                restored.close(now, signals);
            }
        }
        logs.write();
        restored.write();
        assertThat(copy.content()).isEqualTo(store.content());
        assertThat(restored.isDirty()).isFalse();
    }

    @Test
    void damagedStateIsRefused() {
        see(Level.INFO, "a line");
        logs.write();
        store.head = Arrays.copyOf(store.head, store.head.length - 1);
        assertThatThrownBy(() -> new SourceLogs(settings, store)).isInstanceOf(CorruptStateException.class);
        store.head[0] = 9;
        assertThatThrownBy(() -> new SourceLogs(settings, store)).isInstanceOf(CorruptStateException.class);
        byte[] block = store.blocks.get(0);
        assertThatThrownBy(() -> RecentLines.read(Arrays.copyOf(block, block.length - 1), line -> true))
                .isInstanceOf(CorruptStateException.class);
    }
}
