package io.tocsin.standalone.replay;

/** Is told what happens during a replay. */
interface ReplayWatcher {

    /** A line is no event. */
    void unreadable(long line, String problem);

    /** The gateway refused an event for good. */
    void rejected(String reason);

    /** A batch was not taken and is sent again. */
    void again(String reason);

    /** A batch was not taken for too long. */
    void gaveUp(String reason);

    /** A batch was answered; counts so far. */
    void progress(long accepted, long rejected);
}
