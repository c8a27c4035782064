package io.tocsin.standalone.replay;

import java.time.Duration;

/** Lets time pass; tests let none pass. */
@FunctionalInterface
interface Wait {

    /**
     * Returns after the duration.
     *
     * @throws InterruptedException when the thread was interrupted
     */
    void forThe(Duration duration) throws InterruptedException;
}
