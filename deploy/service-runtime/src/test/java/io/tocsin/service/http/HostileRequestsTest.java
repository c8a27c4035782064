package io.tocsin.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.tocsin.service.RunningService;
import io.tocsin.service.http.RawClient.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Requests that no honest client sends: each is answered by a problem or the connection ends; never a 5xx, never a hang. */
final class HostileRequestsTest {

    private static final String HOST = "Host: localhost\r\n";
    private static final int CLOSED = 0;

    private static RunningService service;

    /** One hostile request, in pieces, and the statuses that are right for it. */
    private record Hostile(String name, List<byte[]> pieces, List<Integer> allowed) {}

    private final List<Hostile> all = new ArrayList<>();

    @BeforeAll
    static void start() {
        service = TestServer.start(
                "http.head-timeout", "400ms", "http.body-timeout", "1500ms", "http.body-idle-timeout", "500ms");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private void raw(String name, String request, Integer... allowed) {
        all.add(new Hostile(name, List.of(request.getBytes(StandardCharsets.ISO_8859_1)), List.of(allowed)));
    }

    private void get(String name, String target, Integer... allowed) {
        raw(name, "GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n", allowed);
    }

    private void json(String name, String body, Integer... allowed) {
        body(name, "", body.getBytes(StandardCharsets.UTF_8), allowed);
    }

    private void body(String name, String headers, byte[] body, Integer... allowed) {
        String head =
                "POST /example/greet HTTP/1.1\r\n" + HOST + headers + "Content-Length: " + body.length + "\r\n\r\n";
        all.add(new Hostile(name, List.of(concat(head.getBytes(StandardCharsets.ISO_8859_1), body)), List.of(allowed)));
    }

    private void chunked(String name, String chunks, Integer... allowed) {
        raw(name, "POST /example/greet HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + chunks, allowed);
    }

    @TestFactory
    Stream<DynamicTest> hostileRequestsGetAProblemOrAClose() throws IOException {
        requestLines();
        heads();
        framing();
        slowness();
        texts();
        codings();
        assertThat(all).hasSizeGreaterThan(100);
        return all.stream().map(hostile -> DynamicTest.dynamicTest(hostile.name(), () -> check(hostile)));
    }

    private static void check(Hostile hostile) throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            for (byte[] piece : hostile.pieces()) {
                client.send(piece);
            }
            Response response = client.response();
            assertThat(response.status()).as(response.body()).isIn(hostile.allowed());
            if (response.status() >= 400) {
                assertThat(response.header("content-type")).isEqualTo("application/problem+json");
                assertThat(response.body()).startsWith("{\"type\":\"urn:tocsin:problem:");
                assertThat(response.body()).doesNotContain("io.", "com.", "java.", "Exception", "jackson");
            }
        }
        try (RawClient honest = new RawClient(service.port())) {
            assertThat(honest.send("GET /healthz HTTP/1.1\r\n" + HOST + "\r\n")
                            .response()
                            .status())
                    .isEqualTo(200);
        }
    }

    private void requestLines() {
        raw("nothing but line ends", "\r\n\r\n\r\n", 408, CLOSED);
        raw("garbage", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n", 400, CLOSED);
        raw("no version", "GET /healthz\r\n\r\n", 400);
        raw("version 0.9", "GET /healthz HTTP/0.9\r\n" + HOST + "\r\n", 400);
        raw("version 1.2", "GET /healthz HTTP/1.2\r\n" + HOST + "\r\n", 400);
        raw("version 3.0", "GET /healthz HTTP/3.0\r\n" + HOST + "\r\n", 400);
        raw("version that is none", "GET /healthz HTTQ/1.1\r\n" + HOST + "\r\n", 400);
        raw("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400);
        raw("unknown method", "BREW /healthz HTTP/1.1\r\n" + HOST + "\r\n", 405);
        raw("lower-case method", "get /healthz HTTP/1.1\r\n" + HOST + "\r\n", 405);
        raw("TRACE", "TRACE /healthz HTTP/1.1\r\n" + HOST + "\r\n", 405);
        raw("CONNECT", "CONNECT localhost:22 HTTP/1.1\r\n" + HOST + "\r\n", 405);
        raw("method with a NUL", "G\u0000T /healthz HTTP/1.1\r\n" + HOST + "\r\n", 400, 405);
        raw("method of 9,000 letters", "G".repeat(9000) + " / HTTP/1.1\r\n" + HOST + "\r\n", 414, 400);
        raw("bare line feeds", "GET /healthz HTTP/1.1\nHost: localhost\n\n", 400, 200);
        raw("two spaces", "GET  /healthz HTTP/1.1\r\n" + HOST + "\r\n", 400, 200);
        raw("space in the target", "GET /health z HTTP/1.1\r\n" + HOST + "\r\n", 400);
        get("target of 20,000 bytes", "/" + "a".repeat(20_000), 414);
        get("target without slash", "healthz", 400);
        get("asterisk with GET", "*", 400);
        get("incomplete percent-encoding", "/example/a%2", 400);
        get("wrong percent-encoding", "/example/a%zz", 400);
        get("percent-encoded NUL, which a name may have", "/example/a%00", 200);
        get("percent-encoded overlong slash", "/example/%c0%af", 400);
        get("percent-encoded surrogate", "/example/%ed%a0%80", 400);
        get("raw byte beyond ASCII", "/example/\u00e4", 400);
        get("raw control character", "/example/\u0001", 400);
        get("dot segments", "/example/../../etc/passwd", 400);
        get("encoded dot segments", "/example/%2e%2E/%2e./passwd", 400);
        get("backslashes", "/example\\..\\..\\boot.ini", 400);
        get("fragment", "/healthz#x", 400);
        get("encoded slash", "/example/a%2Fb", 200);
        get("double slash", "//healthz", 404);
        get("query that is not UTF-8", "/healthz?q=%ff", 400);
        get("10,000 parameters", "/healthz?" + "a&".repeat(3_000), 200);
        get("brackets and braces in the query", "/healthz?q[a]={b|c}^`<d>\"e\"", 200);
        get("absolute form", "http://localhost/healthz", 200);
        get("absolute form without a path", "http://localhost", 404);
        get("absolute form without a host", "http:///healthz", 400);
        get("absolute form with a user", "http://a:b@localhost/healthz", 400);
        get("absolute form of another scheme", "ftp://localhost/healthz", 400);
    }

    private void heads() {
        raw("no Host", "GET /healthz HTTP/1.1\r\n\r\n", 400);
        raw("two Hosts", "GET /healthz HTTP/1.1\r\n" + HOST + "Host: other\r\n\r\n", 400);
        raw("foreign Host", "GET /healthz HTTP/1.1\r\nHost: attacker.example\r\n\r\n", 421);
        raw("empty Host", "GET /healthz HTTP/1.1\r\nHost:\r\n\r\n", 400, 421);
        raw("HTTP/1.0", "GET /healthz HTTP/1.0\r\n\r\n", 200);
        raw(
                "foreign Origin",
                "POST /example/greet HTTP/1.1\r\n" + HOST
                        + "Origin: https://attacker.example\r\nContent-Length: 2\r\n\r\n{}",
                403);
        raw(
                "Origin null",
                "POST /example/greet HTTP/1.1\r\n" + HOST + "Origin: null\r\nContent-Length: 2\r\n\r\n{}",
                403);
        raw("giant header", "GET /healthz HTTP/1.1\r\n" + HOST + "X: " + "a".repeat(100_000) + "\r\n\r\n", 431);
        raw("10,000 headers", "GET /healthz HTTP/1.1\r\n" + HOST + "X: y\r\n".repeat(10_000) + "\r\n", 431);
        raw("header without colon", "GET /healthz HTTP/1.1\r\n" + HOST + "nonsense\r\n\r\n", 400);
        raw("header without name", "GET /healthz HTTP/1.1\r\n" + HOST + ": x\r\n\r\n", 400);
        raw("space before the colon", "GET /healthz HTTP/1.1\r\n" + HOST + "X : y\r\n\r\n", 400);
        raw("NUL in a header", "GET /healthz HTTP/1.1\r\n" + HOST + "X: a\u0000b\r\n\r\n", 400);
        raw("control character in a header", "GET /healthz HTTP/1.1\r\n" + HOST + "X: a\u0007b\r\n\r\n", 400);
        raw("carriage return in a header", "GET /healthz HTTP/1.1\r\n" + HOST + "X: a\rb\r\n\r\n", 400);
        raw("folded header", "GET /healthz HTTP/1.1\r\n" + HOST + "X: a\r\n b\r\n\r\n", 200, 400);
        raw("fold before any header", "GET /healthz HTTP/1.1\r\n X: a\r\n" + HOST + "\r\n", 400);
        raw(
                "unknown expectation",
                "POST /example/greet HTTP/1.1\r\n" + HOST + "Expect: coffee\r\nContent-Length: 2\r\n\r\n{}",
                400);
    }

    private void framing() {
        raw("no length at all", "POST /example/greet HTTP/1.1\r\n" + HOST + "\r\n", 400);
        raw("length that is no number", post("Content-Length: abc") + "{}", 400);
        raw("negative length", post("Content-Length: -1") + "{}", 400);
        raw("length with a plus", post("Content-Length: +2") + "{}", 400);
        raw("hexadecimal length", post("Content-Length: 0x2") + "{}", 400);
        raw("length beyond 64 bits", post("Content-Length: 99999999999999999999") + "{}", 400);
        raw("length of 8 EiB", post("Content-Length: 9223372036854775807") + "{}", 413);
        raw("two lengths", post("Content-Length: 2\r\nContent-Length: 3") + "{} ", 400);
        raw("the same length twice", post("Content-Length: 2\r\nContent-Length: 2") + "{}", 400, 422);
        raw("list of lengths", post("Content-Length: 2, 3") + "{} ", 400);
        raw(
                "length and chunked",
                post("Content-Length: 4\r\nTransfer-Encoding: chunked") + "2\r\n{}\r\n0\r\n\r\n",
                400);
        raw(
                "chunked and length",
                post("Transfer-Encoding: chunked\r\nContent-Length: 4") + "2\r\n{}\r\n0\r\n\r\n",
                400);
        raw("unknown transfer coding", post("Transfer-Encoding: xchunked") + "2\r\n{}\r\n0\r\n\r\n", 400);
        raw("chunked twice", post("Transfer-Encoding: chunked, chunked") + "2\r\n{}\r\n0\r\n\r\n", 400);
        raw(
                "chunked in two headers",
                post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity") + "0\r\n\r\n",
                400);
        raw("gzip, chunked", post("Transfer-Encoding: gzip, chunked") + "2\r\n{}\r\n0\r\n\r\n", 400);
        raw("chunked with a tab", post("Transfer-Encoding:\u000bchunked") + "2\r\n{}\r\n0\r\n\r\n", 400);
        raw(
                "chunked under HTTP/1.0",
                "POST /example/greet HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                400);
        chunked("chunk size that is no number", "zz\r\n{}\r\n0\r\n\r\n", 400);
        chunked("chunk size with 0x", "0x2\r\n{}\r\n0\r\n\r\n", 400);
        chunked("negative chunk size", "-2\r\n{}\r\n0\r\n\r\n", 400);
        chunked("chunk size beyond 64 bits", "fffffffffffffffff\r\n{}\r\n0\r\n\r\n", 400);
        chunked("chunk longer than its size", "2\r\n{}xx\r\n0\r\n\r\n", 400);
        chunked("chunk without line end", "2\r\n{}0\r\n\r\n", 400);
        chunked("chunk size line of 100,000 bytes", "2;" + "a".repeat(100_000) + "\r\n{}\r\n0\r\n\r\n", 400, 431);
        chunked("chunk extension with a bare line feed", "2;a\nb\r\n{}\r\n0\r\n\r\n", 400);
        chunked("empty chunk size", "\r\n{}\r\n0\r\n\r\n", 400);
        chunked("giant trailer", "2\r\n{}\r\n0\r\nX: " + "a".repeat(100_000) + "\r\n\r\n", 400, 422);
        chunked("trailer without colon", "2\r\n{}\r\n0\r\nnonsense\r\n\r\n", 400, 422);
        raw("a body on GET", "GET /healthz HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nhello", 200);
        raw("a declared body of 1 GB", post("Content-Length: 1000000000") + "{}", 413);
        raw("expecting to send 1 GB", post("Expect: 100-continue\r\nContent-Length: 1000000000"), 413);
    }

    private void slowness() {
        raw("a head that never ends", "GET /healthz HTTP/1.1\r\nHost: local", 408, CLOSED);
        raw("a head that stops in the method", "GE", 408, CLOSED);
        raw("a body that never comes", post("Content-Length: 10"), 408);
        raw("a body that stops", post("Content-Length: 10") + "{\"a\"", 408);
        chunked("a chunk that stops", "5\r\n{\"a", 408);
        chunked("chunks that stop between", "2\r\n{}\r\n", 408);
        chunked("a trailer that stops", "2\r\n{}\r\n0\r\nX: y\r\n", 408);
        raw("a continue that is not followed up", post("Expect: 100-continue\r\nContent-Length: 10"), 408);
    }

    private void texts() {
        json("empty body", "", 400);
        json("blank body", "  \n ", 400);
        json("not JSON", "hello", 400);
        json("unfinished object", "{\"name\":\"a\"", 400);
        json("bytes behind the value", "{\"name\":\"a\"} x", 400);
        json("two values", "{\"name\":\"a\"}{\"name\":\"b\"}", 400);
        json("a name twice", "{\"name\":\"a\",\"name\":\"b\"}", 400);
        json("a name twice, once escaped", "{\"name\":\"a\",\"n\\u0061me\":\"b\"}", 400);
        json("comment", "{/**/\"name\":\"a\"}", 400);
        json("single quotes", "{'name':'a'}", 400);
        json("trailing comma", "{\"name\":\"a\",}", 400);
        json("unquoted name", "{name:\"a\"}", 400);
        json("NaN", "{\"name\":NaN}", 400);
        json("Infinity", "{\"name\":-Infinity}", 400);
        json("1e400", "{\"name\":1e400}", 400);
        json("-1e99999999999", "{\"name\":-1e99999999999}", 400);
        json("integer of 399 digits", "{\"name\":" + "9".repeat(399) + "}", 400);
        json("integer of 100,000 digits", "{\"name\":" + "9".repeat(60_000) + "}", 400);
        json("leading zero", "{\"name\":007}", 400);
        json("leading plus", "{\"name\":+7}", 400);
        json("hexadecimal number", "{\"name\":0x7}", 400);
        json("33 levels", "[".repeat(33) + "]".repeat(33), 400);
        json("30,000 levels", "[".repeat(30_000), 400);
        json("30,000 objects", "{\"a\":".repeat(12_000), 400);
        json("32 levels, which is allowed", "[".repeat(32) + "]".repeat(32), 422);
        json("control character in a text", "{\"name\":\"a\u0001\"}", 400);
        json("NUL in a text", "{\"name\":\"a\u0000\"}", 400);
        json("NUL before the value", "\u0000{}", 400);
        json("unpaired escaped surrogate", "{\"name\":\"\\ud800\"}", 400);
        json("escaped surrogates in the wrong order", "{\"name\":\"\\udc00\\ud800\"}", 400);
        json("unknown escape", "{\"name\":\"\\x41\"}", 400);
        json("name of 5,000 letters", "{\"" + "n".repeat(5_000) + "\":1}", 400);
        json("wrong type: number", "{\"name\":1}", 422);
        json("wrong type: array of one", "{\"name\":[\"a\"]}", 422);
        json("wrong type: null", "{\"name\":null}", 422);
        json("wrong type: not an object", "[]", 422);
        json("wrong type: a text", "\"name\"", 422);
        json("byte order mark", "\ufeff{\"name\":\"a\"}", 400, 200);
        body("not UTF-8", "", bytes('{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', 0xFF, '"', '}'), 400);
        body("overlong NUL", "", bytes('"', 0xC0, 0x80, '"'), 400);
        body("overlong slash in three bytes", "", bytes('"', 0xE0, 0x80, 0xAF, '"'), 400);
        body("surrogate as UTF-8", "", bytes('"', 0xED, 0xA0, 0x80, '"'), 400);
        body("beyond U+10FFFF", "", bytes('"', 0xF4, 0x90, 0x80, 0x80, '"'), 400);
        body("truncated character", "", bytes('"', 0xE2, 0x82, '"'), 400);
        body("stray continuation byte", "", bytes('"', 0x80, '"'), 400);
        body("UTF-16", "", "{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_16), 400);
        body("UTF-32", "", new byte[] {0, 0, 0, '{', 0, 0, 0, '}'}, 400);
        body("too long", "", new byte[70_000], 413);
        body("multipart", "Content-Type: multipart/form-data; boundary=x\r\n", "--x--".getBytes(), 400, 415);
        body("content type that is none", "Content-Type: ;;/\r\n", "[]".getBytes(), 400, 415, 422);
        body("accepts nothing we have", "Accept: image/png\r\n", "[]".getBytes(), 406, 422);
        body("accepts nonsense", "Accept: ;q=/,,*\r\n", "[]".getBytes(), 400, 406, 422);
        body(
                "charset that is none",
                "Content-Type: application/json; charset=klingon\r\n",
                "[]".getBytes(),
                400,
                415,
                422);
    }

    private void codings() throws IOException {
        byte[] small = "{\"name\":1}".getBytes();
        byte[] zipped = gzip(small);
        byte[] zeros = new byte[50 << 20];
        body("gzip that is none", "Content-Encoding: gzip\r\n", small, 400);
        body("empty gzip", "Content-Encoding: gzip\r\n", new byte[0], 400);
        body("truncated gzip", "Content-Encoding: gzip\r\n", Arrays.copyOf(zipped, zipped.length - 1), 400);
        body("gzip without its data", "Content-Encoding: gzip\r\n", Arrays.copyOf(zipped, 10), 400);
        body("gzip with something behind", "Content-Encoding: gzip\r\n", concat(zipped, small), 400);
        body("gzip with a wrong check sum", "Content-Encoding: gzip\r\n", flipped(zipped, zipped.length - 6), 400);
        body("gzip with a wrong length", "Content-Encoding: gzip\r\n", flipped(zipped, zipped.length - 1), 400);
        body("gzip with reserved flags", "Content-Encoding: gzip\r\n", with(zipped, 3, 0xE0), 400);
        body("gzip with an endless name", "Content-Encoding: gzip\r\n", with(zipped, 3, 8), 400);
        body("gzip in gzip", "Content-Encoding: gzip\r\n", gzip(zipped), 400);
        body("gzip bomb", "Content-Encoding: gzip\r\n", gzip(zeros), 413);
        body("zstd that is none", "Content-Encoding: zstd\r\n", small, 400);
        body("truncated zstd", "Content-Encoding: zstd\r\n", Arrays.copyOf(Zstd.compress(small), 12), 400);
        body("zstd with something behind", "Content-Encoding: zstd\r\n", concat(Zstd.compress(small), small), 400);
        body("zstd bomb", "Content-Encoding: zstd\r\n", Zstd.compress(zeros), 413);
        body(
                "zstd with a window of 2 GiB",
                "Content-Encoding: zstd\r\n",
                bytes(0x28, 0xB5, 0x2F, 0xFD, 0x00, 0xA8, 0x01, 0, 0),
                400);
        body("zstd bomb of empty blocks", "Content-Encoding: zstd\r\n", Zstd.compress(Zstd.compress(zeros)), 400);
        body("deflate", "Content-Encoding: deflate\r\n", small, 415);
        body("br", "Content-Encoding: br\r\n", small, 415);
        body("snappy", "Content-Encoding: snappy\r\n", small, 415);
        body("two codings", "Content-Encoding: gzip, gzip\r\n", gzip(zipped), 415);
        body("two coding headers", "Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n", gzip(zipped), 415);
        body("gzip that is not announced", "", zipped, 400);
        body("good gzip, wrong field", "Content-Encoding: gzip\r\n", zipped, 422);
        body("good zstd, wrong field", "Content-Encoding: zstd\r\n", Zstd.compress(small), 422);
    }

    private static String post(String headers) {
        return "POST /example/greet HTTP/1.1\r\n" + HOST + headers + "\r\n\r\n";
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] flipped(byte[] bytes, int index) {
        return with(bytes, index, bytes[index] ^ 0xFF);
    }

    private static byte[] with(byte[] bytes, int index, int value) {
        byte[] changed = bytes.clone();
        changed[index] = (byte) value;
        return changed;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
