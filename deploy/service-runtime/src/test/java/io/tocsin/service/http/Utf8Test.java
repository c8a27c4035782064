package io.tocsin.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class Utf8Test {

    @Provide
    Arbitrary<byte[]> nearlyText() {
        // Bytes at the borders of what UTF-8 allows, among ASCII; no backslash, which has a meaning of its own.
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(10, Arbitraries.bytes().between((byte) ' ', (byte) '[')),
                        net.jqwik.api.Tuple.of(
                                5,
                                Arbitraries.of(
                                        (byte) 0x7F,
                                        (byte) 0x80,
                                        (byte) 0x8F,
                                        (byte) 0x90,
                                        (byte) 0x9F,
                                        (byte) 0xA0,
                                        (byte) 0xBF,
                                        (byte) 0xC0,
                                        (byte) 0xC2,
                                        (byte) 0xDF,
                                        (byte) 0xE0,
                                        (byte) 0xE1,
                                        (byte) 0xED,
                                        (byte) 0xEF,
                                        (byte) 0xF0,
                                        (byte) 0xF1,
                                        (byte) 0xF4,
                                        (byte) 0xF5)))
                .array(byte[].class)
                .ofMaxSize(40);
    }

    @Property(tries = 20_000)
    void theJudgementIsThatOfTheStrictDecoder(@ForAll("nearlyText") byte[] bytes) {
        assertThat(Utf8.firstWrong(bytes, 0, bytes.length) < 0).isEqualTo(isUtf8(bytes));
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Property(tries = 5_000)
    void everyTextIsValidAtEveryOffset(@ForAll String text) {
        String whole = text.replace("\\", "")
                .codePoints()
                .filter(c -> c < 0xD800 || c > 0xDFFF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        byte[] bytes = ("abc" + whole + "defghijk").getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < 4; from++) {
            assertThat(Utf8.firstWrong(bytes, from, bytes.length)).isEqualTo(-1);
        }
    }

    @Test
    void thePlaceOfAMistakeIsFound() {
        byte[] bytes = "0123456789012345678901234567890".getBytes();
        for (int i = 0; i < bytes.length; i++) {
            byte[] wrong = bytes.clone();
            wrong[i] = (byte) 0xFF;
            assertThat(Utf8.firstWrong(wrong, 0, wrong.length)).isEqualTo(i);
        }
    }

    @Test
    void escapedSurrogatesMustComeInPairs() {
        assertThat(wrong("\"\\ud83d\\ude00\"")).isEqualTo(-1);
        assertThat(wrong("\"\\uD83D\\uDE00 and \\\\ud800 is only text\"")).isEqualTo(-1);
        assertThat(wrong("\"1234567\\ud83d\"")).isEqualTo(8);
        assertThat(wrong("\"\\ude00\\ud83d\"")).isEqualTo(1);
        assertThat(wrong("\"\\ud83d\\u0041\"")).isEqualTo(1);
        assertThat(wrong("\"\\ud83d")).isEqualTo(1);
        assertThat(wrong("\"\\ud8")).isEqualTo(-1);
        assertThat(wrong("\\")).isEqualTo(-1);
        assertThat(wrong("\\\u00e9")).isEqualTo(-1);
    }

    private static int wrong(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Utf8.firstWrong(bytes, 0, bytes.length);
    }
}
