package io.tocsin.alertsink.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/**
 * A receiver's check of a signature, written from the text of standard-webhooks and RFC 2104 alone, without the classes
 * that sign.
 */
public final class SignatureCheck {

    private static final int BLOCK = 64;

    private SignatureCheck() {}

    /** Fails unless one of the signatures is right. */
    public static void verify(String secret, Map<String, String> headers, byte[] body) {
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        String head = headers.get("webhook-id") + "." + headers.get("webhook-timestamp") + ".";
        String expected = "v1," + Base64.getEncoder().encodeToString(hmac(key, head, body));
        assertThat(headers.get("webhook-signature").split(" ")).contains(expected);
    }

    private static byte[] hmac(byte[] key, String head, byte[] body) {
        byte[] padded = Arrays.copyOf(key.length > BLOCK ? sha256(key) : key, BLOCK);
        byte[] inner = sha256(xor(padded, 0x36), head.getBytes(StandardCharsets.UTF_8), body);
        return sha256(xor(padded, 0x5c), inner);
    }

    private static byte[] xor(byte[] block, int with) {
        byte[] result = block.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= (byte) with;
        }
        return result;
    }

    private static byte[] sha256(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        try {
            return MessageDigest.getInstance("SHA-256").digest(all.toByteArray());
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
