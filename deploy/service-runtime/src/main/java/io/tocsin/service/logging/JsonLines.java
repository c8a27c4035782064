package io.tocsin.service.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.service.http.StrictJson;
import io.tocsin.service.masking.Masking;
import java.util.Arrays;

/** One JSON object per log line: timestamp, level, logger, thread, message, and the context and exception if any. */
final class JsonLines extends EncoderBase<ILoggingEvent> {

    private final ThrowableProxyConverter stackTraces = new ThrowableProxyConverter();

    @Override
    public void start() {
        stackTraces.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return null;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("timestamp", event.getInstant().toString());
        line.put("level", event.getLevel().toString());
        line.put("logger", event.getLoggerName());
        line.put("thread", event.getThreadName());
        line.put("message", LogText.safe(event.getFormattedMessage()));
        event.getMDCPropertyMap().forEach((name, value) -> line.put(name, Masking.mask(value)));
        if (event.getThrowableProxy() != null) {
            line.put("exception", Masking.mask(stackTraces.convert(event)));
        }
        byte[] json = StrictJson.write(line);
        byte[] withEnd = Arrays.copyOf(json, json.length + 1);
        withEnd[json.length] = '\n';
        return withEnd;
    }

    @Override
    public byte[] footerBytes() {
        return null;
    }
}
