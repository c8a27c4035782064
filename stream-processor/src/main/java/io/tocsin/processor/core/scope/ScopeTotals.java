package io.tocsin.processor.core.scope;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.model.AlertBrief;
import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.AlertStepKind;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.model.SourceStanding;
import io.tocsin.processor.core.source.SourceState;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What the sources of one task amount to, per environment and per tenant, kept up to date source by source: the cost of
 * an event does not depend on the number of sources. Not thread-safe.
 *
 * <p>{@link #update} adds what a source has gained since it was last accounted for, a fact that the live object carries;
 * a decoded one counts as accounted for. So after a restart either {@link #decode} brings the totals back that were
 * committed together with the heads, or {@link #admit} counts every stored head anew.
 *
 * <p>Bounded: beyond {@value #MAX_SCOPES} scopes a new environment is counted under its tenant only, and beyond that not
 * at all; {@link #uncounted()} says for how many updates that was so.
 */
public final class ScopeTotals {

    /** Environment that stands for all environments of a tenant. */
    public static final String ALL = "*";

    /** Number of worst sources that a part names at most. */
    public static final int WORST = 20;

    /** Number of scopes at most. */
    public static final int MAX_SCOPES = 10_000;

    private static final int VERSION = 4;

    private final SortedMap<String, SortedMap<String, Scope>> tenants = new TreeMap<>();
    private final ByteWriter writer = new ByteWriter(256);
    private int size;
    private long uncounted;

    private SourceId latest;
    private Scope latestEnvironment;
    private Scope latestTenant;

    /** Adds what the source has gained since it was last accounted for. */
    public void update(SourceState source) {
        find(source.id());
        if (latestEnvironment == null || latestTenant == null) {
            uncounted++;
        }
        boolean verdictChanged = source.account().version != source.verdictVersion();
        add(latestEnvironment, source);
        add(latestTenant, source);
        if (source.severityScore() > 0 && (verdictChanged || isUnlisted(source))) {
            list(source);
        } else if (verdictChanged) {
            unlist(source.id());
        }
        if (latestEnvironment != null && latestEnvironment.watch != null) {
            latestEnvironment.watch.update(source);
        }
        source.account().accountFor(source);
    }

    /** Takes a step of an alert, so that the environment of its source hears of it; not of a test, nor what it said itself. */
    public void alert(AlertChange change) {
        if (change.alert().test() || change.kind() == AlertStepKind.JOINED) {
            return;
        }
        find(new SourceId(
                change.alert().tenant(),
                change.alert().environment(),
                change.alert().source()));
        if (latestEnvironment != null && latestEnvironment.watch != null) {
            latestEnvironment.watch.alert(AlertBrief.of(change));
        }
    }

    /** Counts a decoded source as a whole, when totals are made anew from the stored heads. */
    public void admit(SourceState source) {
        source.account().reset();
        update(source);
    }

    /** Returns for how many updates there was no room for the source's environment or tenant. */
    public long uncounted() {
        return uncounted;
    }

    /** Hands out the parts of the scopes that changed since the last drain, in the order of tenant and environment. */
    public void drain(long streamTime, Consumer<ScopePart> changed) {
        for (SortedMap<String, Scope> environments : tenants.values()) {
            for (Scope scope : environments.values()) {
                if (scope.mustBeTold(streamTime)) {
                    scope.dirty = false;
                    changed.accept(scope.part(streamTime));
                }
            }
        }
    }

    /** Returns the totals as bytes, to be stored in the same commit as the heads. */
    public byte[] encode() {
        writer.clear();
        writer.writeByte(VERSION);
        writer.writeUnsigned(size);
        for (SortedMap<String, Scope> environments : tenants.values()) {
            environments.values().forEach(scope -> scope.writeTo(writer));
        }
        return writer.toBytes();
    }

    /**
     * Makes the totals from their bytes. All count as changed, so that the next drain sends each once.
     *
     * @throws CorruptStateException when the bytes are something else
     */
    public static ScopeTotals decode(byte[] bytes) {
        ByteReader reader = new ByteReader().reset(bytes);
        int version = reader.readByte();
        if (version != VERSION) {
            throw new CorruptStateException("totals of scopes of version " + version);
        }
        ScopeTotals totals = new ScopeTotals();
        int count = reader.readLength(MAX_SCOPES, 10);
        for (int i = 0; i < count; i++) {
            Scope scope = Scope.readFrom(reader);
            scope.dirty = true;
            totals.tenants
                    .computeIfAbsent(scope.tenant, tenant -> new TreeMap<>())
                    .put(scope.environment, scope);
            totals.size++;
        }
        reader.requireEnd();
        return totals;
    }

    private void find(SourceId id) {
        if (latest != null
                && latest.environment().equals(id.environment())
                && latest.tenant().equals(id.tenant())) {
            return;
        }
        latest = id;
        latestTenant = scope(id.tenant(), ALL);
        latestEnvironment = scope(id.tenant(), id.environment());
    }

    private Scope scope(String tenant, String environment) {
        SortedMap<String, Scope> environments = tenants.get(tenant);
        Scope scope = environments == null ? null : environments.get(environment);
        if (scope == null && size < MAX_SCOPES) {
            scope = new Scope(tenant, environment);
            tenants.computeIfAbsent(tenant, name -> new TreeMap<>()).put(environment, scope);
            size++;
        }
        return scope;
    }

    private static void add(Scope scope, SourceState source) {
        if (scope == null) {
            return;
        }
        ScopeAccount account = source.account();
        scope.events += source.eventCount() - account.events;
        scope.logs += source.logCount() - account.logs;
        for (int i = 0; i < Health.COUNT; i++) {
            scope.eventsByStatus[i] += source.eventsByStatus(Health.of(i)) - account.eventsByStatus[i];
        }
        scope.severitySum += source.severitySum() - account.severitySum;
        scope.activeAlerts += source.activeAlerts() - account.activeAlerts;
        if (account.status != source.status()) {
            if (account.status == null) {
                scope.sources++;
            } else {
                scope.sourcesByStatus[account.status.ordinal()]--;
            }
            scope.sourcesByStatus[source.status().ordinal()]++;
        }
        scope.dirty = true;
    }

    private boolean isUnlisted(SourceState source) {
        return latestEnvironment != null
                && !latestEnvironment.worst.has(source.id())
                && latestEnvironment.worst.size() < WORST;
    }

    private void list(SourceState source) {
        SourceStanding standing = source.standing();
        if (latestEnvironment != null) {
            latestEnvironment.worst.put(standing);
        }
        if (latestTenant != null) {
            latestTenant.worst.put(standing);
        }
    }

    private void unlist(SourceId id) {
        if (latestEnvironment != null) {
            latestEnvironment.worst.remove(id);
        }
        if (latestTenant != null) {
            latestTenant.worst.remove(id);
        }
    }
}
