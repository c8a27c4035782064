package io.tocsin.alertsink.ledger;

/** The ledger was closed before a record was durable; whoever comes next finds the delivery as it was before. */
public final class LedgerClosedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    LedgerClosedException(Throwable cause) {
        super("the ledger is closed", cause);
    }
}
