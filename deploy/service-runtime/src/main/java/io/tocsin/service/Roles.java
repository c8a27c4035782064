package io.tocsin.service;

import java.util.Set;

/**
 * The parts of the system that a process can play. A role's beans exist only when the property {@code tocsin.roles.<role>} is
 * true; each module says so in the package-info of its root package:
 *
 * <pre>{@code
 * @Configuration
 * @Requires(property = "tocsin.roles.gateway", value = "true")
 * package io.tocsin.gateway;
 * }</pre>
 */
public final class Roles {

    /** Takes in events over HTTP. */
    public static final String GATEWAY = "gateway";

    /** Runs the Streams topology. */
    public static final String PROCESSOR = "processor";

    /** Notifies. */
    public static final String SINK = "sink";

    /** Answers queries. */
    public static final String QUERY = "query";

    /** Everything in one process. */
    public static final String STANDALONE = "standalone";

    /** Serves schemas. */
    public static final String REGISTRY = "registry";

    /** Stands in for Alertmanager, on its paths; together with {@link #SINK}. */
    public static final String ALERTMANAGER = "alertmanager";

    /** All of them. */
    public static final Set<String> ALL = Set.of(GATEWAY, PROCESSOR, SINK, QUERY, STANDALONE, REGISTRY, ALERTMANAGER);

    private Roles() {}

    static String property(String role) {
        return "tocsin.roles." + role;
    }
}
