package io.tocsin.processor.core.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.processor.core.codec.CorruptStateException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateMinerTest {

    private final TemplateMiner miner = new TemplateMiner(64);
    private long clock;

    private LogTemplate see(String line) {
        return see(miner, line);
    }

    private LogTemplate see(TemplateMiner to, String line) {
        byte[] bytes = ("??" + line).getBytes(StandardCharsets.UTF_8);
        return to.observe(bytes, 2, bytes.length - 2, ++clock);
    }

    private static Map<Long, String> stored(TemplateMiner from) {
        Map<Long, String> all = new TreeMap<>();
        from.drain(new TemplateMiner.Changes() {
            @Override
            public void changed(long id, byte[] stored) {
                all.put(id, Arrays.toString(stored));
            }

            @Override
            public void removed(long id) {
                all.put(id, "gone");
            }
        });
        return all;
    }

    private static List<byte[]> forms(TemplateMiner from) {
        List<byte[]> all = new ArrayList<>();
        from.drain(new TemplateMiner.Changes() {
            @Override
            public void changed(long id, byte[] stored) {
                all.add(stored);
            }

            @Override
            public void removed(long id) {}
        });
        return all;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "took 35 ms;took <*>",
                "pool at 81%;pool at <*>",
                "free 5.2 KB of 17.7 GB;free <*> of <*>",
                "lifetime <1 sec;lifetime <*>",
                "from /10.250.19.102:50010 to 10.0.0.1:80;from <*> to <*>",
                "peers 10.0.0.1, 10.0.0.2, 10.0.0.3;peers <*>",
                "at Mon Jun 20 03:40:59 2005;at <*>",
                "chip FF:F2:9F:15:7B:E0 changed;chip <*> changed",
                "request 7d3b0e0e-9f0c-4c53-a9f6-8d2a1c0e7a11 done;request <*> done",
                "open /var/log/x y.txt;open <*> y.txt",
                "GET https://shop.example/a/b?c=d&e=%20f HTTP/1.1;GET <*>",
                "uid=0 user=root;uid=<*> user=root",
                "mask=ffffffff at 0x7fff;mask=<*> at <*>",
                "level is -17 now;level is <*> now",
                "read/write of 3 files;read/write of <*> files",
                "tag=\"a b\" set;tag=<*> set",
                "from 1.2.3.4 () at 5;from <*> (<*>) at <*>"
            })
    void valuesAreToldByTheirShape(String line, String template) {
        assertThat(see(line).text()).isEqualTo(template);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Invalid user bob from 10.0.0.1;Invalid user alice from 10.0.0.2",
                "Resolved www.example.org to rack;Resolved db.example.net to rack",
                "link eth0 is up again;link eth1 is up again",
                "connection from 1.2.3.4 () at 3;connection from 1.2.3.5 (host.example) at 4",
                "send to datanodes 10.0.0.1:50 10.0.0.2:50 done;send to datanodes 10.0.0.3:50 done",
                "lock name=a.b.C, ws=null held;lock name=a.b.D, ws=WorkSource{10111} held",
                "the service 'alpha' took 3;the service 'beta' took 4"
            })
    void linesThatDifferInValuesShareATemplate(String one, String other) {
        assertThat(see(one).id()).isEqualTo(see(other).id());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "link ok;link error",
                "overlap:false at 3;overlap:true at 4",
                "GET /a HTTP/1.1 done;POST /a HTTP/1.1 done",
                "state from NEW to RUNNING;state from RUNNING to FAILED",
                "disk is full;disk is empty",
                "normal;warning"
            })
    void linesThatSaySomethingElseDoNot(String one, String other) {
        assertThat(see(one).id()).isNotEqualTo(see(other).id());
    }

    @Test
    void theIdStaysWhenTheFormGrowsMoreGeneral() {
        LogTemplate template = see("session opened for user alice by pam");
        long id = template.id();
        assertThat(template.text()).isEqualTo("session opened for user alice by pam");
        assertThat(see("session opened for user bob by pam").id()).isEqualTo(id);
        assertThat(miner.find(id).text()).isEqualTo("session opened for user <*> by pam");
        assertThat(miner.find(id).history().widened()).isOne();
        assertThat(miner.find(id).history().lines()).isEqualTo(2);
        assertThat(miner.find(id).example()).isEqualTo("session opened for user alice by pam");
    }

    @Test
    void theSameFormHasTheSameIdInEverySource() {
        assertThat(see("worker 3 started").id())
                .isEqualTo(see(new TemplateMiner(8), "worker 77 started").id());
    }

    @Test
    void manyWordsAtOnePlaceTurnOutToBeAValueAndTheTemplateSaysWhatItWasMergedFrom() {
        List<LogTemplate> before = new ArrayList<>();
        String[] colours = {"red", "green", "blue", "black", "white", "amber", "olive", "coral", "ivory"};
        for (int i = 0; i < 7; i++) {
            before.add(see("switching the " + colours[i] + " lamp on"));
        }
        assertThat(before.stream().map(LogTemplate::id).distinct()).hasSize(7);
        assertThat(before.get(3).history().isBeside()).isTrue();
        assertThat(before.get(3).history().besideId()).isEqualTo(before.get(0).id());
        LogTemplate merged = see("switching the " + colours[7] + " lamp on");
        assertThat(merged.id()).isEqualTo(before.get(0).id());
        assertThat(merged.text()).isEqualTo("switching the <*> lamp on");
        assertThat(merged.history().lines()).isEqualTo(8);
        assertThat(merged.history().mergedCount()).isEqualTo(6);
        assertThat(before)
                .allSatisfy(old -> assertThat(miner.find(old.id()).id()).isEqualTo(merged.id()));
        assertThat(miner.templates()).hasSize(1);
        assertThat(see("switching the " + colours[8] + " lamp on").id()).isEqualTo(merged.id());
    }

    @Test
    void aFloodOfUniqueLinesIsBoundedAndDoesNotDriveOutWhatRecurs() {
        for (int i = 0; i < 5; i++) {
            see("payment accepted for order " + i);
        }
        long id = see("payment accepted for order 9").id();
        Random random = new Random(7);
        int bytes = 0;
        for (int i = 0; i < 20_000; i++) {
            String words = random.ints(3 + random.nextInt(5), 0, 100_000)
                    .mapToObj(n -> "w" + Integer.toString(n, 36).replaceAll("[0-9]", "x"))
                    .collect(Collectors.joining(" "));
            see(words);
            if (i == 5_000) {
                bytes = miner.approximateBytes();
            }
            assertThat(miner.templates().size()).isLessThanOrEqualTo(64);
        }
        assertThat(miner.find(id)).isNotNull();
        assertThat(miner.evictions()).isGreaterThan(10_000);
        assertThat(miner.approximateBytes()).isLessThan(2 * bytes);
    }

    @Test
    void longAndOddLinesAreTaken() {
        String many = "word ".repeat(50_000);
        assertThat(see(many).text()).endsWith("...");
        assertThat(see(many + "more").id()).isEqualTo(see(many).id());
        assertThat(see("").text()).isEmpty();
        assertThat(see("   \t").id()).isEqualTo(see("").id());
        assertThat(see("Exception here\n\tat a.B.c(D.java:5)\n\tat e.F").text()).isEqualTo("Exception here ...");
        assertThat(see("größer als \uD83D\uDE00 7").text()).isEqualTo("größer als \uD83D\uDE00 <*>");
        assertThat(see("a".repeat(511) + "\u00fc".repeat(9)).example()).isEqualTo("a".repeat(511));
        byte[] invalid = {(byte) 0xff, (byte) 0xfe, ' ', 0, (byte) 0x80};
        assertThat(miner.observe(invalid, 0, invalid.length, 1)).isNotNull();
    }

    @Property(tries = 60)
    void whatALineGetsDependsOnTheLinesBeforeItAlone(@ForAll("logs") List<String> lines) {
        TemplateMiner whole = new TemplateMiner(16);
        TemplateMiner again = new TemplateMiner(16);
        List<Long> ids = lines.stream().map(line -> see(whole, line).id()).toList();
        clock = 0;
        List<Long> half = lines.subList(0, lines.size() / 2).stream()
                .map(line -> see(again, line).id())
                .toList();
        assertThat(half).isEqualTo(ids.subList(0, half.size()));
    }

    @Property(tries = 60)
    void aRestoredMinerGoesOnAsIfNothingHadHappenedAndEndsByteForByteTheSame(@ForAll("logs") List<String> lines) {
        TemplateMiner whole = new TemplateMiner(16);
        int half = lines.size() / 2;
        Map<Long, byte[]> store = new TreeMap<>();
        clock = 0;
        lines.subList(0, half).forEach(line -> see(whole, line));
        whole.drain(into(store));
        TemplateMiner restored = new TemplateMiner(16);
        store.values().forEach(restored::restore);
        long now = clock;
        List<Long> expected = lines.subList(half, lines.size()).stream()
                .map(line -> see(whole, line).id())
                .toList();
        clock = now;
        List<Long> actual = lines.subList(half, lines.size()).stream()
                .map(line -> see(restored, line).id())
                .toList();
        assertThat(actual).isEqualTo(expected);
        Map<Long, String> written = stored(restored);
        assertThat(written).isEqualTo(stored(whole));
    }

    @Property(tries = 200)
    void damagedBytesAreRefusedOrReadAsATemplate(@ForAll("logs") List<String> lines, @ForAll Random random) {
        lines.forEach(line -> see(miner, line));
        for (byte[] form : forms(miner)) {
            byte[] damaged = form.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            byte[] cut = Arrays.copyOf(form, random.nextInt(form.length));
            try {
                new TemplateMiner(4).restore(damaged);
            } catch (CorruptStateException e) {
                assertThat(e).isNotNull();
            }
            assertThatThrownBy(() -> new TemplateMiner(4).restore(cut)).isInstanceOf(CorruptStateException.class);
        }
    }

    @Provide
    Arbitrary<List<String>> logs() {
        Arbitrary<String> word = Arbitraries.of(
                "user",
                "bob",
                "carol",
                "dave",
                "from",
                "10.0.0.1",
                "x.y.z",
                "host.example",
                "eth0",
                "eth1",
                "alpha",
                "beta",
                "gamma",
                "delta",
                "true",
                "false",
                "null",
                "17",
                "0x3f",
                "=",
                "(",
                ")",
                "key=",
                ":",
                "/a/b",
                "\"",
                "'");
        return word.list()
                .ofMinSize(1)
                .ofMaxSize(7)
                .map(words -> String.join(" ", words))
                .list()
                .ofMaxSize(120);
    }

    private static TemplateMiner.Changes into(Map<Long, byte[]> store) {
        return new TemplateMiner.Changes() {
            @Override
            public void changed(long id, byte[] stored) {
                store.put(id, stored);
            }

            @Override
            public void removed(long id) {
                store.remove(id);
            }
        };
    }

    @Test
    void evictionTakesTheOneSeenLongestAgoAmongThoseThatDoNotRecur() {
        TemplateMiner small = new TemplateMiner(3);
        IntStream.range(0, 4).forEach(i -> see(small, "steady beat " + i));
        see(small, "once upon a time");
        see(small, "never again here");
        see(small, "something else entirely now");
        assertThat(small.templates().stream().map(LogTemplate::text))
                .containsExactlyInAnyOrder("steady beat <*>", "never again here", "something else entirely now");
        assertThat(small.evictions()).isOne();
    }
}
