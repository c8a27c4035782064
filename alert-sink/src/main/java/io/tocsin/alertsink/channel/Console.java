package io.tocsin.alertsink.channel;

import io.tocsin.schemas.Alert;
import io.tocsin.schemas.Delivery;
import java.io.PrintStream;
import java.time.Instant;
import java.util.OptionalInt;

/** Tells whoever looks at the standard output: one readable line an alert. Thread-safe. */
public final class Console implements Channel {

    private final String name;
    private final PrintStream out;

    /** Makes the channel. */
    public Console(String name, PrintStream out) {
        this.name = name;
        this.out = out;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String type() {
        return "console";
    }

    @Override
    public DeliveryResult deliver(Delivery delivery) {
        StringBuilder lines = new StringBuilder();
        for (Alert alert : delivery.getAlerts()) {
            lines.append(line(alert)).append(System.lineSeparator());
        }
        synchronized (out) {
            out.print(lines);
            out.flush();
            if (out.checkError()) {
                return DeliveryResult.Failed.because("the console cannot be written");
            }
        }
        return new DeliveryResult.Delivered(OptionalInt.empty());
    }

    @Override
    public void close() {
        out.flush();
    }

    /** Returns the line of an alert; control characters of its texts are shown as spaces. */
    static String line(Alert alert) {
        boolean resolved = alert.getResolvedAt() != null;
        Instant at = Instant.ofEpochMilli(resolved ? alert.getResolvedAt() : alert.getStartsAt());
        String head = String.format(
                "%s  %-8s  %-9s  %s/%s  %s",
                at,
                resolved ? "RESOLVED" : "FIRING",
                alert.getSeverity(),
                alert.getEnvironment(),
                alert.getSource(),
                alert.getTitle());
        String text = alert.getDescription().isEmpty() ? head : head + "  (" + alert.getDescription() + ")";
        return (alert.getTest() ? "[test] " + text : text).replaceAll("\\p{Cntrl}", " ");
    }
}
