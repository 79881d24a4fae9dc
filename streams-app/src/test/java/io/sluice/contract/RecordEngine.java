package io.sluice.contract;

import java.util.List;

/** An engine that reads bytes from a log. */
public interface RecordEngine extends Engine {

    /** A record of {@code sluice.jobs} with a tree's key, as anybody may write it. */
    void bytes(String tree, byte[] value);

    /** What was put aside of a tree so far. */
    List<DeadLetter> deadLetters(String tree);

    /** A record that could not be understood; {@code position} is empty where there are no offsets. */
    record DeadLetter(String position, String key, byte[] value, String cause) {}
}
