package io.tocsin.schemas.serde;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/**
 * Configuration of a serde, by Confluent's names. The names of the client ({@code basic.auth.*}, {@code bearer.auth.*},
 * {@code http.*}) are also taken with the prefix {@code schema.registry.}. Immutable; its text form shows no secret.
 *
 * @param registry where the registry is
 * @param autoRegister whether a writer registers its schema; otherwise it must be there
 * @param useLatest whether a writer writes with the newest schema of the subject instead of the record's own; only when
 *     it does not register
 * @param normalize whether the registry is asked to compare schemas in normal form
 * @param removeJavaProperties whether hints of Java's code generator are left out of registered schemas, so that they
 *     equal what other languages register
 * @param keyStrategy how subjects of keys are named
 * @param valueStrategy how subjects of values are named
 * @param specificReader whether a reader makes generated classes instead of generic records
 * @param specificKeyType class that a reader of keys makes, if it is fixed
 * @param specificValueType class that a reader of values makes, if it is fixed
 */
public record SerdeSettings(
        RegistrySettings registry,
        boolean autoRegister,
        boolean useLatest,
        boolean normalize,
        boolean removeJavaProperties,
        SubjectNameStrategy keyStrategy,
        SubjectNameStrategy valueStrategy,
        boolean specificReader,
        Optional<Class<?>> specificKeyType,
        Optional<Class<?>> specificValueType) {

    /** Base URLs of the registries, separated by commas. */
    public static final String REGISTRY_URL = "schema.registry.url";
    /** Whether writers register their schemas. */
    public static final String AUTO_REGISTER = "auto.register.schemas";
    /** Whether writers use the newest schema of the subject. */
    public static final String USE_LATEST = "use.latest.version";
    /** Whether schemas are compared in normal form. */
    public static final String NORMALIZE = "normalize.schemas";
    /** Whether {@code avro.java.string} is left out of registered schemas. */
    public static final String REMOVE_JAVA_PROPERTIES = "avro.remove.java.properties";
    /** Strategy that names subjects of keys. */
    public static final String KEY_STRATEGY = "key.subject.name.strategy";
    /** Strategy that names subjects of values. */
    public static final String VALUE_STRATEGY = "value.subject.name.strategy";
    /** Where the user and password come from: {@code URL} or {@code USER_INFO}. */
    public static final String BASIC_SOURCE = "basic.auth.credentials.source";
    /** User and password, separated by a colon. */
    public static final String BASIC_USER_INFO = "basic.auth.user.info";
    /** Where the token comes from: {@code STATIC_TOKEN}. */
    public static final String BEARER_SOURCE = "bearer.auth.credentials.source";
    /** The token. */
    public static final String BEARER_TOKEN = "bearer.auth.token";
    /** Whether readers make generated classes. */
    public static final String SPECIFIC_READER = "specific.avro.reader";
    /** Class that readers of keys make. */
    public static final String SPECIFIC_KEY_TYPE = "specific.avro.key.type";
    /** Class that readers of values make. */
    public static final String SPECIFIC_VALUE_TYPE = "specific.avro.value.type";
    /** Time to connect in milliseconds. */
    public static final String CONNECT_TIMEOUT = "http.connect.timeout.ms";
    /** Time to the whole answer in milliseconds. */
    public static final String READ_TIMEOUT = "http.read.timeout.ms";
    /** For how many seconds an unknown id is not asked for again. */
    public static final String UNKNOWN_ID_TTL = "missing.id.cache.ttl.sec";

    private static final String CLIENT_PREFIX = "schema.registry.";

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define(REGISTRY_URL, Type.LIST, Importance.HIGH, "Base URLs of the registries.")
            .define(AUTO_REGISTER, Type.BOOLEAN, true, Importance.MEDIUM, "Writers register their schemas.")
            .define(USE_LATEST, Type.BOOLEAN, false, Importance.LOW, "Writers use the newest schema.")
            .define(NORMALIZE, Type.BOOLEAN, false, Importance.LOW, "Compare schemas in normal form.")
            .define(REMOVE_JAVA_PROPERTIES, Type.BOOLEAN, true, Importance.LOW, "Register no hints for Java.")
            .define(
                    KEY_STRATEGY,
                    Type.STRING,
                    SubjectNameStrategy.TOPIC.className(),
                    Importance.MEDIUM,
                    "Names subjects of keys.")
            .define(
                    VALUE_STRATEGY,
                    Type.STRING,
                    SubjectNameStrategy.TOPIC.className(),
                    Importance.MEDIUM,
                    "Names subjects of values.")
            .define(BASIC_SOURCE, Type.STRING, "URL", Importance.MEDIUM, "URL or USER_INFO.")
            .define(BASIC_USER_INFO, Type.PASSWORD, "", Importance.MEDIUM, "user:password.")
            .define(BEARER_SOURCE, Type.STRING, "STATIC_TOKEN", Importance.MEDIUM, "STATIC_TOKEN.")
            .define(BEARER_TOKEN, Type.PASSWORD, "", Importance.MEDIUM, "The token.")
            .define(SPECIFIC_READER, Type.BOOLEAN, false, Importance.MEDIUM, "Readers make generated classes.")
            .define(SPECIFIC_KEY_TYPE, Type.CLASS, null, Importance.LOW, "Class of keys.")
            .define(SPECIFIC_VALUE_TYPE, Type.CLASS, null, Importance.LOW, "Class of values.")
            .define(CONNECT_TIMEOUT, Type.INT, 2_000, Range.between(1, 600_000), Importance.LOW, "Milliseconds.")
            .define(READ_TIMEOUT, Type.INT, 5_000, Range.between(1, 600_000), Importance.LOW, "Milliseconds.")
            .define(UNKNOWN_ID_TTL, Type.INT, 10, Range.between(0, 86_400), Importance.LOW, "Seconds.");

    /**
     * Reads the configuration of a client; names that are not the serde's are left alone.
     *
     * @throws ConfigException when a value is missing or wrong; the message names the setting and shows no secret
     */
    public static SerdeSettings from(Map<String, ?> configuration) {
        Map<String, Object> parsed = DEFINITION.parse(plainNames(configuration));
        RegistryAddresses addresses = RegistryAddresses.parse((List<?>) parsed.get(REGISTRY_URL));
        RegistrySettings registry = new RegistrySettings(
                addresses.urls(),
                RegistryCredentials.authorization(parsed, addresses.userInfo()),
                Duration.ofMillis((Integer) parsed.get(CONNECT_TIMEOUT)),
                Duration.ofMillis((Integer) parsed.get(READ_TIMEOUT)),
                Duration.ofSeconds((Integer) parsed.get(UNKNOWN_ID_TTL)));
        return new SerdeSettings(
                registry,
                (Boolean) parsed.get(AUTO_REGISTER),
                (Boolean) parsed.get(USE_LATEST),
                (Boolean) parsed.get(NORMALIZE),
                (Boolean) parsed.get(REMOVE_JAVA_PROPERTIES),
                SubjectNameStrategy.named(KEY_STRATEGY, (String) parsed.get(KEY_STRATEGY)),
                SubjectNameStrategy.named(VALUE_STRATEGY, (String) parsed.get(VALUE_STRATEGY)),
                (Boolean) parsed.get(SPECIFIC_READER),
                Optional.ofNullable((Class<?>) parsed.get(SPECIFIC_KEY_TYPE)),
                Optional.ofNullable((Class<?>) parsed.get(SPECIFIC_VALUE_TYPE)));
    }

    /** Returns how subjects are named. */
    public SubjectNameStrategy strategy(boolean isKey) {
        return isKey ? keyStrategy : valueStrategy;
    }

    /** Returns the class that a reader makes, if it is fixed. */
    public Optional<Class<?>> specificType(boolean isKey) {
        return isKey ? specificKeyType : specificValueType;
    }

    private static Map<String, Object> plainNames(Map<String, ?> configuration) {
        Map<String, Object> plain = new HashMap<>(configuration);
        configuration.forEach((name, value) -> {
            if (name.startsWith(CLIENT_PREFIX) && !name.equals(REGISTRY_URL)) {
                plain.put(name.substring(CLIENT_PREFIX.length()), value);
            }
        });
        for (String strategy : List.of(KEY_STRATEGY, VALUE_STRATEGY)) {
            if (plain.get(strategy) instanceof Class<?> type) {
                plain.put(strategy, type.getName());
            }
        }
        return plain;
    }
}
