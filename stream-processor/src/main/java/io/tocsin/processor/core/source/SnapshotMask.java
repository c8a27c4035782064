package io.tocsin.processor.core.source;

import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Hides what must not be read from an input snapshot. Must be pure: the same name and value give the same text. */
@FunctionalInterface
public interface SnapshotMask {

    /** Text that stands for a value whose name says that it is a secret. */
    String HIDDEN = "***";

    /** Returns the text to show for a value. */
    String mask(String name, String value);

    /** Hides values whose name says that they are secrets, and passes all others through the given masking of texts. */
    static SnapshotMask of(UnaryOperator<String> maskText) {
        Objects.requireNonNull(maskText, "maskText");
        return (name, value) -> namesASecret(name) ? HIDDEN : maskText.apply(value);
    }

    /** Returns whether a field of this name is taken for a secret. */
    static boolean namesASecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.contains("password")
                || lower.contains("passwd")
                || lower.contains("secret")
                || lower.contains("token")
                || lower.contains("authorization")
                || lower.contains("api_key")
                || lower.contains("apikey")
                || lower.contains("api-key")
                || lower.contains("credential")
                || lower.contains("private_key")
                || lower.contains("cookie");
    }
}
