package io.tocsin.alertsink.http;

import java.net.UnknownHostException;

/** A host may not be reached. The message names neither the host nor its address. */
public final class RefusedAddressException extends UnknownHostException {

    private static final long serialVersionUID = 1;

    RefusedAddressException(String message) {
        super(message);
    }
}
