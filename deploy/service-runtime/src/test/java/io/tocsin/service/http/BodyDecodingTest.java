package io.tocsin.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class BodyDecodingTest {

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] encoded(ContentCoding coding, byte[] bytes) throws IOException {
        return switch (coding) {
            case IDENTITY -> bytes;
            case GZIP -> gzip(bytes);
            case ZSTD -> Zstd.compress(bytes);
        };
    }

    private static byte[] collect(ContentCoding coding, byte[] coded, int step, int max) {
        try (BodyCollector collector = new BodyCollector(coding.decoder(), max, 0)) {
            for (int at = 0; at < coded.length; at += step) {
                collector.add(coded, at, Math.min(coded.length, at + step));
            }
            return collector.finish();
        }
    }

    @Property(tries = 300)
    void whateverTheCodingAndThePiecesTheBodyIsTheSame(
            @ForAll ContentCoding coding,
            @ForAll @Size(max = 20_000) byte[] body,
            @ForAll @IntRange(min = 1, max = 5000) int step)
            throws IOException {
        assertThat(collect(coding, encoded(coding, body), step, 20_000)).isEqualTo(body);
    }

    @Property(tries = 300)
    void everyTruncationIsNoticed(@ForAll @Size(min = 1, max = 500) byte[] body, @ForAll Random random)
            throws IOException {
        for (ContentCoding coding : List.of(ContentCoding.GZIP, ContentCoding.ZSTD)) {
            byte[] coded = encoded(coding, body);
            byte[] cut = Arrays.copyOf(coded, 1 + random.nextInt(coded.length - 1));
            assertThatThrownBy(() -> collect(coding, cut, 7, 1000)).isInstanceOf(ProblemException.class);
        }
    }

    @Property(tries = 1000)
    void damageNeverDoesMoreThanFail(@ForAll @Size(min = 1, max = 300) byte[] body, @ForAll Random random)
            throws IOException {
        for (ContentCoding coding : List.of(ContentCoding.GZIP, ContentCoding.ZSTD)) {
            byte[] coded = encoded(coding, body);
            coded[random.nextInt(coded.length)] ^= (byte) (1 + random.nextInt(255));
            try {
                assertThat(collect(coding, coded, 50, 1000)).hasSizeLessThanOrEqualTo(1000);
            } catch (ProblemException expected) {
                assertThat(expected.problem().status()).isIn(400, 413);
            }
        }
    }

    @Test
    void severalMembersAreOneBody() throws IOException {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.write(gzip("one,".getBytes()));
        members.write(gzip(new byte[0]));
        members.write(gzip("two".getBytes()));
        assertThat(collect(ContentCoding.GZIP, members.toByteArray(), 3, 100)).isEqualTo("one,two".getBytes());
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.write(Zstd.compress("one,".getBytes()));
        frames.write(Zstd.compress("two".getBytes()));
        assertThat(collect(ContentCoding.ZSTD, frames.toByteArray(), 3, 100)).isEqualTo("one,two".getBytes());
    }

    @Test
    void allPartsOfAGzipHeaderAreSkipped() throws IOException {
        byte[] plain = gzip("hello".getBytes());
        ByteArrayOutputStream full = new ByteArrayOutputStream();
        full.write(plain, 0, 3);
        full.write(2 | 4 | 8 | 16);
        full.write(plain, 4, 6);
        full.write(new byte[] {3, 0, 'e', 'x', 't'});
        full.write("name\0comment\0".getBytes());
        full.write(new byte[] {1, 2});
        full.write(plain, 10, plain.length - 10);
        for (int step = 1; step < 10; step++) {
            assertThat(collect(ContentCoding.GZIP, full.toByteArray(), step, 100))
                    .isEqualTo("hello".getBytes());
        }
    }

    @Test
    void theLimitIsExact() throws IOException {
        for (ContentCoding coding : ContentCoding.values()) {
            byte[] coded = encoded(coding, new byte[10_000]);
            assertThat(collect(coding, coded, 100, 10_000)).hasSize(10_000);
            assertThatThrownBy(() -> collect(coding, coded, 100, 9_999))
                    .isInstanceOfSatisfying(ProblemException.class, e -> {
                        assertThat(e.problem().status()).isEqualTo(413);
                        assertThat(e.problem().detail()).contains("9999");
                    });
        }
    }

    @Property(tries = 300)
    void linesAreTheSameWhateverThePieces(
            @ForAll @Size(max = 50) List<@IntRange(max = 300) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 400) int step) {
        StringBuilder text = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int length : lengths) {
            String line = "x".repeat(length);
            text.append(line).append(length % 2 == 0 ? "\n" : "\r\n");
            if (length > 0) {
                expected.add(line);
            }
        }
        byte[] bytes = text.toString().getBytes();
        LineBatch whole = LineBatch.of(bytes);
        List<String> atOnce = new ArrayList<>();
        for (int i = 0; i < whole.size(); i++) {
            atOnce.add(new String(whole.copy(i)));
        }
        assertThat(atOnce).isEqualTo(expected);
        assertThat(split(bytes, step, 300)).isEqualTo(expected);
    }

    private static List<String> split(byte[] bytes, int step, int maxLine) {
        LineSplitter splitter = new LineSplitter(maxLine);
        List<String> lines = new ArrayList<>();
        try (BodyDecoder decoder = ContentCoding.IDENTITY.decoder()) {
            for (int at = 0; at < bytes.length; at += step) {
                decoder.input(bytes, at, Math.min(bytes.length, at + step));
                while (splitter.step(decoder)) {
                    take(splitter.batch(), lines);
                }
            }
        }
        splitter.end();
        take(splitter.batch(), lines);
        return lines;
    }

    private static void take(LineBatch batch, List<String> lines) {
        for (int i = 0; i < batch.size(); i++) {
            lines.add(new String(batch.copy(i)));
        }
    }

    @Test
    void aLongLineIsRefusedAndALongBodyIsNot() {
        assertThat(split(("y".repeat(100_000) + "\n").repeat(20).getBytes(), 8192, 100_000))
                .hasSize(20);
        assertThatThrownBy(() -> split("y".repeat(100_001).getBytes(), 8192, 100_000))
                .hasMessageContaining("Line 1 exceeds the limit of 100000 bytes");
    }

    @Test
    void lineNumbersCountBlankLines() {
        LineBatch batch = LineBatch.of("a\n\n  \nb".getBytes());
        assertThat(batch.size()).isEqualTo(2);
        assertThat(batch.lineNumber(0)).isEqualTo(1);
        assertThat(batch.lineNumber(1)).isEqualTo(4);
    }
}
