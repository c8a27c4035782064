package io.tocsin.alertsink.api.alertmanager;

import com.fasterxml.jackson.core.JsonGenerator;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.types.files.StreamedFile;
import io.tocsin.service.http.StrictJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * An answer that is written while it is read: of however many alerts, one portion is in memory. A short answer is written at
 * once and has a length. For one thread at a time.
 */
final class PortionedAnswer extends InputStream {

    private static final int SHORT = 256 * 1024;

    private final ApiJson.Portions portions;
    private final Buffer buffer = new Buffer();
    private final JsonGenerator json;
    private int read;
    private boolean more = true;

    private PortionedAnswer(ApiJson.Portions portions) throws IOException {
        this.portions = portions;
        json = StrictJson.factory().createGenerator(buffer);
    }

    /** Gives its bytes away without copying them. */
    private static final class Buffer extends ByteArrayOutputStream {

        Buffer() {
            super(8 * 1024);
        }

        int take(int from, byte[] target, int offset, int length) {
            int taken = Math.min(length, count - from);
            System.arraycopy(buf, from, target, offset, taken);
            return taken;
        }
    }

    /** Makes the answer. */
    static MutableHttpResponse<?> of(ApiJson.Portions portions) {
        try {
            PortionedAnswer answer = new PortionedAnswer(portions);
            while (answer.more && answer.buffer.size() < SHORT) {
                answer.writePortion();
            }
            return answer.more
                    ? HttpResponse.ok(new StreamedFile(answer, MediaType.APPLICATION_JSON_TYPE))
                    : HttpResponse.ok(answer.buffer.toByteArray()).contentType(MediaType.APPLICATION_JSON_TYPE);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void writePortion() throws IOException {
        more = portions.write(json);
        json.flush();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        while (read == buffer.size()) {
            if (!more) {
                return -1;
            }
            buffer.reset();
            read = 0;
            writePortion();
        }
        int taken = buffer.take(read, target, offset, length);
        read += taken;
        return taken;
    }
}
