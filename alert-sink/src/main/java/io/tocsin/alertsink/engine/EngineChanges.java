package io.tocsin.alertsink.engine;

/**
 * Takes what the engine changes, in order. What is written here is what {@link EngineState} gives back after a restart.
 */
public interface EngineChanges {

    /** An alert is held. */
    void alert(HeldAlert alert);

    /** An alert is forgotten. */
    void alertGone(long fingerprint);

    /** A group changed. */
    void group(GroupState group);

    /** A group is gone. */
    void groupGone(GroupState group);

    /** The notification log changed. */
    void told(String key, Told told);

    /** An entry of the notification log is forgotten. */
    void toldGone(String key);

    /** A silence was made or changed. */
    void silence(Silence silence);

    /** A silence is forgotten. */
    void silenceGone(String id);

    /** A change of one of the platform's alerts was taken. */
    void heard(long fingerprint, Heard.Change change);

    /** The latest change of one of the platform's alerts is forgotten. */
    void heardGone(long fingerprint);

    /** The configuration or the number of the last step changed. */
    void progress(String config, long step);

    /** Somebody is to be told. */
    void intent(Intent intent);

    /** A group was flushed, and nobody was told of an alert in it. */
    void suppressed(MuteReason reason);
}
