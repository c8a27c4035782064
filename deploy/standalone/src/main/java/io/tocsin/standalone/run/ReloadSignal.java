package io.tocsin.standalone.run;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, at which long-running programs load their configuration again. Without a handler it ends a Java machine. Where the
 * operating system has no such signal nothing happens.
 */
final class ReloadSignal {

    private static final Logger LOG = LoggerFactory.getLogger(ReloadSignal.class);
    private static final String NAME = "HUP";

    private ReloadSignal() {}

    /**
     * Has something done whenever the signal comes, one after another.
     *
     * @param action what is done, in a thread of its own
     */
    static void does(Runnable action) {
        try {
            // The class is part of every Java machine (module jdk.unsupported), but the compiler warns of it.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    ReloadSignal.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        switch (method.getName()) {
                            case "handle" -> action.run();
                            case "equals" -> {
                                return self == arguments[0];
                            }
                            case "hashCode" -> {
                                return System.identityHashCode(self);
                            }
                            default -> {
                                return NAME;
                            }
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(NAME), proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException none) {
            LOG.debug("SIG{} cannot be handled here: {}", NAME, none.toString());
        }
    }
}
