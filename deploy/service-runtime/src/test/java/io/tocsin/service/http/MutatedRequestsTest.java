package io.tocsin.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.service.RunningService;
import io.tocsin.service.http.RawClient.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Thousands of requests that were right before some bytes of them were changed: no 5xx, no hang, no harm to the next. */
final class MutatedRequestsTest {

    private static final int REQUESTS = 3_000;
    private static final long SEED = 20_260_101;
    private static final String SPECIAL = "\0\r\n\t :;,%/\\.?#+-\"'{}[]()<>@=&*!~^|0aZ\u007f\u0080\u00ff";

    private static List<byte[]> originals() throws IOException {
        String body = "{\"name\":\"Ada\",\"n\":[1,2.5e3,{\"x\":null}]}";
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(body.getBytes(StandardCharsets.UTF_8));
        }
        String head = "POST /example/greet HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
        byte[] coded = gzip.toByteArray();
        byte[] codedHead = (head + "Content-Encoding: gzip\r\nContent-Length: " + coded.length + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] codedRequest = Arrays.copyOf(codedHead, codedHead.length + coded.length);
        System.arraycopy(coded, 0, codedRequest, codedHead.length, coded.length);
        return List.of(
                (head + "Content-Length: " + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8),
                (head + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n" + body
                                + "\r\n0\r\nX: y\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8),
                codedRequest,
                "GET /example/caf%C3%A9?q=a%20b&r=c HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nCookie: a=b\r\n\r\n"
                        .getBytes(StandardCharsets.UTF_8),
                (head.replace("/greet", "/lines") + "Content-Length: 24\r\n\r\n{\"a\":1}\n{\"b\":2}\n{\"c\":3}\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] mutated(byte[] original, Random random) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) SPECIAL.charAt(random.nextInt(SPECIAL.length()));
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = insert(bytes, at, (byte) SPECIAL.charAt(random.nextInt(SPECIAL.length())));
                default -> bytes = remove(bytes, at, 1 + random.nextInt(Math.min(8, bytes.length - at)));
            }
        }
        return bytes;
    }

    private static byte[] insert(byte[] bytes, int at, byte value) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
        longer[at] = value;
        return longer;
    }

    private static byte[] remove(byte[] bytes, int at, int count) {
        byte[] shorter = Arrays.copyOf(bytes, Math.max(1, bytes.length - count));
        System.arraycopy(bytes, at + count, shorter, at, bytes.length - at - count);
        return shorter;
    }

    private static Response responseTo(RawClient client, byte[] request) throws IOException {
        try {
            return client.send(request).response();
        } catch (IOException e) {
            throw new IOException("After " + new String(request, StandardCharsets.ISO_8859_1), e);
        }
    }

    @Test
    void noChangeOfBytesLeadsToAFailureOfTheServer() throws IOException {
        Random random = new Random(SEED);
        List<byte[]> originals = originals();
        int[] answered = new int[6];
        try (RunningService service = TestServer.start(
                "http.head-timeout", "100ms", "http.body-idle-timeout", "100ms", "http.stream-idle-timeout", "100ms")) {
            for (int i = 0; i < REQUESTS; i++) {
                byte[] request = mutated(originals.get(i % originals.size()), random);
                try (RawClient client = new RawClient(service.port())) {
                    Response response = responseTo(client, request);
                    assertThat(response.status())
                            .as(() -> new String(request, StandardCharsets.ISO_8859_1) + response.body())
                            .isLessThan(500);
                    answered[response.status() / 100]++;
                }
            }
        }
        assertThat(answered[2]).isGreaterThan(REQUESTS / 20);
        assertThat(answered[4]).isGreaterThan(REQUESTS / 3);
    }
}
