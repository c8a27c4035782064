package io.tocsin.query.command;

import io.tocsin.query.scatter.Question;
import io.tocsin.query.view.NotFoundException;
import io.tocsin.query.view.Page;
import io.tocsin.query.view.UnavailableException;
import io.tocsin.query.view.View;
import io.tocsin.query.view.ViewReader;
import io.tocsin.schemas.Incident;
import io.tocsin.schemas.IncidentAction;
import io.tocsin.schemas.IncidentCommand;
import io.tocsin.schemas.IncidentState;
import io.tocsin.schemas.IncidentTimelineEntry;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.key.SourceKey;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * What people ask of incidents. A command goes to Kafka into the partition of the incident's environment; then the incident
 * is read at the command's position, so that the caller is answered with the state that the command led to. What holds
 * already is not asked for again, and a request that is sent again with its key acts once. Thread-safe.
 */
public final class IncidentCommands {

    private final ViewReader reader;
    private final CommandLog log;
    private final EffectWait wait;
    private final Topics topics;
    private final CommandIds ids;

    /**
     * Makes the commands.
     *
     * @param reader reads incidents
     * @param log takes commands
     * @param wait waits for effects
     * @param topics catalogue of topics
     * @param ids makes ids of commands
     */
    public IncidentCommands(ViewReader reader, CommandLog log, EffectWait wait, Topics topics, CommandIds ids) {
        this.reader = reader;
        this.log = log;
        this.wait = wait;
        this.topics = topics;
        this.ids = ids;
    }

    /**
     * Finds an incident.
     *
     * @return fails with {@link NotFoundException} when every partition says that it has none of this id
     */
    public CompletionStage<Page<Incident>> find(String id) {
        try {
            return found(id, Question.keyEverywhere(View.INCIDENTS.name(), id, reader.partitions()));
        } catch (UnavailableException notYet) {
            return CompletableFuture.failedFuture(notYet);
        }
    }

    /**
     * Asks something of an incident.
     *
     * @return fails with {@link NotFoundException} when there is none of the id, with {@link ConflictException} when its
     *     state does not allow it
     */
    public CompletionStage<IncidentEffect> change(String id, IncidentWish wish) {
        return change(id, wish, incident -> {});
    }

    /**
     * Asks something of an incident that must meet a condition, unless it is done already.
     *
     * @param check fails when it does not meet it
     */
    public CompletionStage<IncidentEffect> change(String id, IncidentWish wish, Consumer<Incident> check) {
        return find(id).thenCompose(page -> {
            Incident incident = page.values().get(0);
            String command = wish.key() == null
                    ? ids.next()
                    : id + '/' + wish.action().name().toLowerCase(Locale.ROOT) + '/' + wish.key();
            Optional<IncidentTimelineEntry> done = entry(incident, command);
            if (done.isPresent() || holds(incident, wish)) {
                return answered(page, done);
            }
            requirePossible(incident, wish);
            check.accept(incident);
            return send(page, command, wish);
        });
    }

    private CompletionStage<IncidentEffect> send(Page<Incident> before, String command, IncidentWish wish) {
        Incident incident = before.values().get(0);
        String scope = SourceKey.scope(incident.getTenant(), incident.getEnvironment());
        int partition = reader.partition(scope);
        IncidentCommand order = IncidentCommand.newBuilder()
                .setId(command)
                .setTenant(incident.getTenant())
                .setEnvironment(incident.getEnvironment())
                .setIncident(incident.getId())
                .setAction(wish.action())
                .setActor(wish.actor())
                .setText(wish.text())
                .setOwner(wish.owner())
                .setOther(wish.other())
                .setMembers(wish.members())
                .setRequestedAt(reader.clock().millis())
                .build();
        return log.append(topics.incidentCommands, partition, scope, order).thenCompose(position -> {
            Question question = Question.keyEverywhere(View.INCIDENTS.name(), incident.getId(), reader.partitions())
                    .in(partition)
                    .minPosition(position);
            return wait.until(
                            () -> reader.ask(View.INCIDENTS, question, 1),
                            page -> Boolean.TRUE.equals(page.freshness().positionReached()) || shows(page, command))
                    .thenCompose(seen -> effect(before, seen, command));
        });
    }

    private CompletionStage<IncidentEffect> effect(
            Page<Incident> before, EffectWait.Seen<Page<Incident>> seen, String command) {
        Page<Incident> page = seen.value();
        if (page == null || page.rows().isEmpty()) {
            return CompletableFuture.completedFuture(
                    new IncidentEffect(before.values().get(0), before.freshness(), false, null));
        }
        Optional<IncidentTimelineEntry> done = entry(page.values().get(0), command);
        if (done.isEmpty() && seen.reached()) {
            throw new ConflictException("it was not carried out: the incident has meanwhile become "
                    + word(page.values().get(0)) + ", or is full");
        }
        return done.isPresent()
                ? answered(page, done)
                : CompletableFuture.completedFuture(
                        new IncidentEffect(page.values().get(0), page.freshness(), false, null));
    }

    /** Answers with what is done, and with the incident that a split made. */
    private CompletionStage<IncidentEffect> answered(Page<Incident> page, Optional<IncidentTimelineEntry> done) {
        Incident incident = page.values().get(0);
        boolean splits = done.isPresent()
                && !done.get().getRef().equals(incident.getId())
                && incident.getApart().contains(done.get().getRef());
        if (!splits) {
            return CompletableFuture.completedFuture(new IncidentEffect(incident, page.freshness(), true, null));
        }
        return find(done.get().getRef()).handle((part, away) -> {
            // It is there once the other one says so; whoever answered now may be a copy that is behind.
            Incident created = away == null ? part.values().get(0) : null;
            return new IncidentEffect(incident, page.freshness(), true, created);
        });
    }

    private CompletionStage<Page<Incident>> found(String id, Question question) {
        return reader.ask(View.INCIDENTS, question, 1).thenApply(page -> {
            if (!page.rows().isEmpty()) {
                return page;
            }
            if (page.freshness().partial()) {
                throw new UnavailableException(
                        "whether there is an incident of this id cannot be told now",
                        page.freshness().missing());
            }
            throw new NotFoundException("no incident has the id '" + id + "'");
        });
    }

    private static boolean shows(Page<Incident> page, String command) {
        return !page.rows().isEmpty() && entry(page.values().get(0), command).isPresent();
    }

    private static Optional<IncidentTimelineEntry> entry(Incident incident, String command) {
        return incident.getTimeline().stream()
                .filter(entry -> command.equals(entry.getOrder()))
                .findFirst();
    }

    private static boolean holds(Incident incident, IncidentWish wish) {
        IncidentState state = incident.getState();
        return switch (wish.action()) {
            case ACKNOWLEDGE -> state == IncidentState.ACKNOWLEDGED;
            case UNACKNOWLEDGE -> state == IncidentState.OPEN;
            case RESOLVE -> state == IncidentState.RESOLVED;
            case REOPEN -> state == IncidentState.OPEN || state == IncidentState.ACKNOWLEDGED;
            case ASSIGN ->
                state != IncidentState.MERGED
                        && (wish.owner() == null
                                ? incident.getOwner() == null
                                : wish.owner().equals(incident.getOwner()));
            default -> false;
        };
    }

    private static void requirePossible(Incident incident, IncidentWish wish) {
        IncidentState state = incident.getState();
        if (state == IncidentState.MERGED && wish.action() != IncidentAction.NOTE) {
            throw new ConflictException("the incident has become a part of " + incident.getMergedInto());
        }
        boolean needsOpen =
                wish.action() == IncidentAction.ACKNOWLEDGE || wish.action() == IncidentAction.UNACKNOWLEDGE;
        if (needsOpen && state == IncidentState.RESOLVED) {
            throw new ConflictException("the incident is resolved; reopen it first");
        }
    }

    private static String word(Incident incident) {
        return incident.getState().name().toLowerCase(Locale.ROOT);
    }
}
