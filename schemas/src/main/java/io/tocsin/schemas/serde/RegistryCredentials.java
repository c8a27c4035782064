package io.tocsin.schemas.serde;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** Makes the Authorization header out of the configured credentials. Stateless. */
final class RegistryCredentials {

    private RegistryCredentials() {}

    /**
     * Returns the header's value; a token goes before a password.
     *
     * @param parsed configuration as {@link SerdeSettings} parsed it
     * @param urlUserInfo user and password from the URL
     */
    static Optional<String> authorization(Map<String, Object> parsed, Optional<String> urlUserInfo) {
        requireOneOf(SerdeSettings.BEARER_SOURCE, parsed, "STATIC_TOKEN");
        requireOneOf(SerdeSettings.BASIC_SOURCE, parsed, "URL", "USER_INFO");
        String token = secret(parsed, SerdeSettings.BEARER_TOKEN);
        if (!token.isEmpty()) {
            return Optional.of("Bearer " + token);
        }
        if (parsed.get(SerdeSettings.BASIC_SOURCE).equals("URL")) {
            return urlUserInfo.map(RegistryCredentials::basic);
        }
        String userInfo = secret(parsed, SerdeSettings.BASIC_USER_INFO);
        if (userInfo.indexOf(':') < 0) {
            throw new ConfigException(SerdeSettings.BASIC_USER_INFO + " must have the form user:password");
        }
        return Optional.of(basic(userInfo));
    }

    private static String basic(String userInfo) {
        return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    private static String secret(Map<String, Object> parsed, String setting) {
        return ((Password) parsed.get(setting)).value();
    }

    private static void requireOneOf(String setting, Map<String, Object> parsed, String... allowed) {
        for (String name : allowed) {
            if (name.equals(parsed.get(setting))) {
                return;
            }
        }
        throw new ConfigException(setting, parsed.get(setting), "must be " + String.join(" or ", allowed));
    }
}
