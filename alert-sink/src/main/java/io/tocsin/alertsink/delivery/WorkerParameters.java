package io.tocsin.alertsink.delivery;

import java.time.Duration;

/**
 * How a worker treats the outbox. Immutable.
 *
 * @param pollTimeout longest wait for records, which is also how exactly retries are on time
 * @param commitInterval how often offsets are committed
 * @param drainTimeout how long tries under way are waited for before a partition is given away or the worker stops
 * @param ledgerRetention how long a finished delivery stays on the ledger; longer than the outbox is kept, so that
 *     whoever reads it again knows what was sent
 */
public record WorkerParameters(
        Duration pollTimeout, Duration commitInterval, Duration drainTimeout, Duration ledgerRetention) {}
