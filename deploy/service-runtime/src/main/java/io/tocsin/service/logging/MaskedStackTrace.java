package io.tocsin.service.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.tocsin.service.masking.Masking;

/** The stack trace of a log line, masked, for messages of exceptions quote what they were about. */
public final class MaskedStackTrace extends ThrowableProxyConverter {

    @Override
    public String convert(ILoggingEvent event) {
        return Masking.mask(super.convert(event));
    }
}
