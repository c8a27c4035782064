package io.tocsin.query.command;

import io.tocsin.query.scatter.Question;
import io.tocsin.query.view.NotFoundException;
import io.tocsin.query.view.Page;
import io.tocsin.query.view.UnavailableException;
import io.tocsin.query.view.View;
import io.tocsin.query.view.ViewReader;
import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertAction;
import io.tocsin.schemas.AlertCommand;
import io.tocsin.schemas.AlertSeverity;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.catalogue.Topics;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * What people ask of alerts. A command goes to Kafka into the partition of the alert's source; then the alert is read at
 * the command's position, so that the caller is answered with the state that the command led to. What holds already is
 * not asked for again. Thread-safe.
 */
public final class AlertCommands {

    private final ViewReader reader;
    private final OrderLog log;
    private final EffectWait wait;
    private final CommandIds ids;

    /**
     * Makes the commands.
     *
     * @param reader reads alerts
     * @param log takes commands
     * @param wait waits for effects
     * @param topics catalogue of topics
     * @param ids makes ids of commands
     */
    public AlertCommands(ViewReader reader, CommandLog log, EffectWait wait, Topics topics, CommandIds ids) {
        this.reader = reader;
        this.log = new OrderLog(reader, log, topics);
        this.wait = wait;
        this.ids = ids;
    }

    /**
     * Finds an alert.
     *
     * @return fails with {@link NotFoundException} when every partition says that it has none of this id
     */
    public CompletionStage<Page<Alert>> find(String id, Map<String, Long> position) {
        Question question;
        try {
            question = Question.keyEverywhere(View.ALERTS.name(), id, reader.partitions())
                    .minPosition(position);
        } catch (UnavailableException notYet) {
            return CompletableFuture.failedFuture(notYet);
        }
        return reader.ask(View.ALERTS, question, 1).thenApply(page -> {
            if (!page.rows().isEmpty()) {
                return page;
            }
            if (page.freshness().partial()) {
                throw new UnavailableException(
                        "whether there is an alert of this id cannot be told now",
                        page.freshness().missing());
            }
            throw new NotFoundException("no alert has the id '" + id + "'");
        });
    }

    /**
     * Carries out an order.
     *
     * @return fails with {@link NotFoundException}, {@link ConflictException} when the alert cannot take it, or
     *     {@link CommandsUnavailableException}
     */
    public CompletionStage<Effect> order(String id, AlertOrder order) {
        return find(id, Map.of()).thenCompose(page -> {
            Alert alert = page.values().get(0);
            if (order.holdsAt(alert)) {
                return CompletableFuture.completedFuture(new Effect(alert, page.freshness(), true));
            }
            order.conflict(alert).ifPresent(AlertCommands::refuse);
            AlertCommand command = order.command(alert, ids, reader.clock().millis());
            return send(command, order::holdsAt).thenApply(effect -> {
                if (effect.visible() && effect.alert() != null) {
                    order.refusal(alert, effect.alert()).ifPresent(AlertCommands::refuse);
                }
                return effect.alert() != null ? effect : new Effect(alert, page.freshness(), false);
            });
        });
    }

    /**
     * Raises a test alert of the source {@code tocsin}, which goes the way of every alert. Fails with
     * {@link ConflictException} when so many are open that no further one was raised.
     *
     * @param severity its severity
     * @param title its title, not empty
     * @param description its description, or null
     */
    public CompletionStage<Effect> test(AlertSeverity severity, String title, String description, String actor) {
        return CompletableFuture.completedFuture(null).thenCompose(any -> {
            String id = ids.next();
            AlertCommand command = AlertCommand.newBuilder()
                    .setId(id)
                    .setFingerprint(TestAlert.fingerprint(severity, id))
                    .setTenant(TestAlert.SOURCE.tenant())
                    .setEnvironment(TestAlert.SOURCE.environment())
                    .setSource(TestAlert.SOURCE.name())
                    .setAction(AlertAction.TEST)
                    .setActor(actor)
                    .setRequestedAt(reader.clock().millis())
                    .setSeverity(severity)
                    .setTitle(title)
                    .setDescription(description)
                    .build();
            return send(command, alert -> alert.getState() == AlertState.FIRING).thenApply(effect -> {
                if (effect.visible() && effect.alert() == null) {
                    throw new ConflictException("no test alert was raised: too many are open");
                }
                return effect;
            });
        });
    }

    private CompletionStage<Effect> send(AlertCommand command, Predicate<Alert> reached) {
        return log.append(command).thenCompose(sent -> {
            Question question = Question.keyEverywhere(
                            View.ALERTS.name(), command.getFingerprint(), reader.partitions())
                    .in(sent.partition())
                    .minPosition(sent.position());
            return wait.until(
                            () -> reader.ask(View.ALERTS, question, 1),
                            page -> Boolean.TRUE.equals(page.freshness().positionReached())
                                    || (!page.rows().isEmpty()
                                            && reached.test(page.values().get(0))))
                    .thenApply(AlertCommands::effect);
        });
    }

    private static Effect effect(EffectWait.Seen<Page<Alert>> seen) {
        Page<Alert> page = seen.value();
        return page == null
                ? new Effect(null, null, false)
                : new Effect(page.rows().isEmpty() ? null : page.values().get(0), page.freshness(), seen.reached());
    }

    private static void refuse(String why) {
        throw new ConflictException(why);
    }
}
