package io.tocsin.processor.topology.decode;

/**
 * What a record may carry. The gateway refuses more at the door; these limits hold for whoever writes to the topic
 * directly, and leave room for what the gateway adds itself.
 */
final class RecordLimits {

    /** Metrics, attributes, labels or metadata of one record. */
    static final int ENTRIES = 512;
    /** Length of a name in bytes of UTF-8. */
    static final int NAME_BYTES = 512;
    /** Length of an id in bytes of UTF-8. */
    static final int ID_BYTES = 1024;

    private RecordLimits() {}
}
