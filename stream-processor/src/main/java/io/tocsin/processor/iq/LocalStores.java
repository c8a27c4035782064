package io.tocsin.processor.iq;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The stores of this instance. Thread-safe. */
public interface LocalStores {

    /**
     * Returns one partition of a store, whether it is active here or a standby.
     *
     * @throws org.apache.kafka.streams.errors.InvalidStateStoreException when it is not here or not open
     */
    ReadOnlyKeyValueStore<Bytes, byte[]> store(String name, int partition);
}
