package io.tocsin.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Knows the fields that mean something of their own for one type of event. Made for one event; not thread-safe. */
interface TypedFields {

    /** An event whose type gives no field a meaning. */
    TypedFields NONE = new TypedFields() {
        @Override
        public boolean take(JsonParser parser, String name, String where, Item item) {
            return false;
        }

        @Override
        public void complete(String where, Item item) {}
    };

    /**
     * Reads the value on which the parser stands if its field belongs here and nowhere else; otherwise leaves the parser
     * where it is, although it may note the value.
     *
     * @param where path of the object that holds the field
     * @return whether the value was read
     */
    boolean take(JsonParser parser, String name, String where, Item item) throws IOException;

    /** Notes errors for what is missing once all fields were read. */
    void complete(String where, Item item);

    /** Returns the fields of a type of event. */
    static TypedFields of(String type, DecodingLimits limits) {
        return switch (type) {
            case EventTypes.OPERATION -> new OperationFields(limits);
            case EventTypes.METRIC -> new MetricFields();
            case EventTypes.HEARTBEAT -> new HeartbeatFields();
            case EventTypes.LOG -> new LogFields(limits);
            default -> NONE;
        };
    }
}
