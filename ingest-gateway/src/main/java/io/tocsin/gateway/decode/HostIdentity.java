package io.tocsin.gateway.decode;

/** Who sent a host snapshot, for the records that come out of it. Not thread-safe. */
final class HostIdentity {

    String name;
    String serverId;
    String team;
    String environment;
    /** Id of the snapshot; those of its parts are derived from it, so that a repeated snapshot repeats them. */
    String id;
    /** Time of the snapshot, for parts that have none: epoch milliseconds. */
    long observedAt;

    /** Puts the labels of the host into a draft. */
    void label(RecordDraft draft) {
        label(draft, "host", name);
        label(draft, "server_id", serverId);
        label(draft, "team", team);
    }

    /** Puts a label into a draft if it has a value. */
    static void label(RecordDraft draft, String name, String value) {
        if (value != null) {
            draft.labels.name(name).value(value);
        }
    }

    /** Fills in what a part of the snapshot takes from it. */
    void completePart(RecordDraft draft, String source, String idSuffix) {
        draft.source = source == null ? name : source;
        draft.environment = environment;
        draft.id = id + idSuffix;
        if (draft.observedAt == Timestamps.INVALID) {
            draft.observedAt = observedAt;
        }
    }
}
