package io.tocsin.service.masking;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.service.http.StrictJson;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MaskingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "password=hunter2 next | password=**** next",
                "PASSWORD = hunter2, user=ada | PASSWORD = ****, user=ada",
                "db.password: 'hun ter2' | db.password: '****'",
                "{\"api_key\":\"abc\",\"name\":\"ada\"} | {\"api_key\":\"****\",\"name\":\"ada\"}",
                "{\"client-secret\" : \"a\\\"b\"} | {\"client-secret\" : \"****\"}",
                "{\\\"token\\\":\\\"abc\\\"} | {\\\"token\\\":\\\"****\\\"}",
                "accessKey=AKIA1234;x=1 | accessKey=****;x=1",
                "Authorization: Bearer abc.def-ghi | Authorization: ****",
                "got Bearer abcdefgh.ijkl from ada | got Bearer **** from ada",
                "Basic dXNlcjpwYXNz | Basic ****",
                "Cookie: session=abc | Cookie: ****",
                "?user=ada&access_token=abc&x=1 | ?user=ada&access_token=****&x=1",
                "https://ada:hunter2@db.example.org/x?y=1 | https://ada:****@db.example.org/x?y=1",
                "amqp://ada:p@ss@mq/ | amqp://ada:****@mq/",
                "mail ada.lovelace+x@example.co.uk now | mail ****@example.co.uk now",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc | ****",
                "key sk-abcdefghijklmnopqrstuv | key ****",
                "ghp_abcdefghijklmnopqrstuvwxyz0123456789 | ****",
                "card 4111 1111 1111 1111 paid | card ****1111 paid",
                "card 4111-1111-1111-1111 | card ****1111",
                "378282246310005 | ****0005",
                "2024-01-20 5555555555554444 | 2024-01-20 ****4444",
            })
    void secretsAndPersonalDataAreMasked(String text, String masked) {
        assertThat(Masking.mask(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Server started successfully in 12 ms",
                "order 4111111111111112 is no card",
                "id 12345678901234567890123456789",
                "2024-01-20T12:34:56Z level=INFO cpu=42.5",
                "tokens=512 max_tokens: 100 token_count=3",
                "https://example.org:8080/a:b@c?x=1",
                "a@b and user@localhost",
                "password=null passwordless login",
                "the basic idea, a bearer of news",
                "{\"password\":null,\"token\":true}",
                "mean: 3, key = value, a = b",
                "https://auth.example.org/token",
            })
    void whatIsNoSecretStays(String text) {
        assertThat(Masking.mask(text)).isEqualTo(text);
    }

    @Test
    void aTreeIsMaskedByNameAndByText() {
        assertThat(Masking.maskJson(StrictJson.parse("""
                                {"user":"ada","password":{"old":1},"cards":["4111111111111111",4111111111111111],
                                 "note":"write to ada@example.org","nested":{"X-Api-Key":"k","secret":null,"count":3}}""".getBytes())).toString())
                .isEqualTo(
                        "{\"user\":\"ada\",\"password\":\"****\",\"cards\":[\"****1111\",\"****1111\"],"
                                + "\"note\":\"write to ****@example.org\",\"nested\":{\"X-Api-Key\":\"****\",\"secret\":null,\"count\":3}}");
    }

    @Property(tries = 2000)
    void maskingTwiceIsMaskingOnce(@ForAll @StringLength(max = 200) String text) {
        String once = Masking.mask(text);
        assertThat(Masking.mask(once)).isEqualTo(once);
    }

    @Property(tries = 500)
    void aPasswordIsGoneWhateverSurroundsIt(
            @ForAll @StringLength(max = 50) String before, @ForAll @StringLength(max = 50) String after) {
        assertThat(Masking.mask(before + " password=hunter2secret " + after)).doesNotContain("hunter2secret");
    }

    @Test
    void hostileTextsTakeLinearTime() {
        for (String pattern : List.of(
                "a@",
                "@",
                "://",
                "a:",
                "=",
                "1 ",
                "1-",
                "4111 ",
                "bearer ",
                "\"",
                "\\\"",
                "password=",
                "password=\"",
                "sk-a",
                "a.b@c.d",
                "eyJ",
                "https://a:b",
                "password:[",
                " ",
                "a",
                "1",
                "\\",
                "Authorization: Bearer ")) {
            String small = pattern.repeat(200_000 / pattern.length());
            String large = pattern.repeat(2_000_000 / pattern.length());
            Masking.mask(small);
            long began = System.nanoTime();
            Masking.mask(large);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).as(pattern).isLessThan(Duration.ofSeconds(3));
        }
    }
}
