package io.tocsin.alertsink.dispatch;

import io.tocsin.alertsink.engine.Intent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Ids of deliveries: UUIDv5 (RFC 9562, section 5.5) of the decision to tell, so that whoever decides the same again, after a
 * crash or on a replay, makes the same id.
 */
public final class DeliveryIds {

    private static final UUID NAMESPACE = UUID.fromString("5b0f6c3e-5a0d-5a8e-9f54-6f0c1d1f7a11");

    private DeliveryIds() {}

    /**
     * Returns the id of the delivery that an engine decided on. The time at which the log's entry was made is part of it,
     * because numbers begin again when an entry was forgotten.
     */
    static UUID of(Intent intent) {
        return uuid5(
                NAMESPACE,
                intent.integration().channel()
                        + '\n'
                        + intent.groupKey()
                        + '\n'
                        + intent.bornAt().toEpochMilli()
                        + '\n'
                        + intent.sequence());
    }

    /** Returns the UUIDv5 of a name in a namespace. */
    static UUID uuid5(UUID namespace, String name) {
        MessageDigest sha1 = sha1();
        sha1.update(ByteBuffer.allocate(16)
                .putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits())
                .array());
        ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
        long high = hash.getLong() & ~0xF000L | 0x5000L;
        long low = hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }
}
