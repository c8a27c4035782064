package io.tocsin.query.command;

import io.tocsin.query.view.ViewReader;
import io.tocsin.schemas.AlertCommand;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.key.SourceKey;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Sends commands about alerts to the partition where the alert lives. Thread-safe. */
final class OrderLog {

    private final ViewReader reader;
    private final CommandLog log;
    private final Topics topics;

    OrderLog(ViewReader reader, CommandLog log, Topics topics) {
        this.reader = reader;
        this.log = log;
        this.topics = topics;
    }

    /**
     * A command that Kafka has. Immutable.
     *
     * @param partition partition of the alert in the view
     * @param position position of the command by {@code topic/partition}
     */
    record Sent(int partition, Map<String, Long> position) {}

    /** Sends a command; fails with {@link CommandsUnavailableException}. */
    CompletionStage<Sent> append(AlertCommand command) {
        int partition = reader.partition(
                new SourceKey(command.getTenant(), command.getEnvironment(), command.getSource()).text());
        return log.append(topics.alertCommands, partition, command.getFingerprint(), command)
                .thenApply(position -> new Sent(partition, position));
    }
}
