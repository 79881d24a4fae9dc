package io.sluice.sdk;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * An operator's command that the broker has accepted.
 *
 * <pre>{@code
 * CommandHandle pause = client.pause("main", "root.mail", "the mail server moves");
 * pause.verdict().join(); // Accepted, or Rejected with a code and a reason
 * }</pre>
 *
 * @since 0.1
 */
public final class CommandHandle {

    private final UUID id;
    private final CompletableFuture<Verdict> verdict;

    CommandHandle(UUID id, CompletableFuture<Verdict> verdict) {
        this.id = id;
        this.verdict = verdict;
    }

    /**
     * The command's id, a UUIDv7. The events that it caused name it.
     *
     * @since 0.1
     */
    public UUID id() {
        return id;
    }

    /**
     * What the scheduler made of it. A command that went to every partition completes with the first one's word. Completes
     * exceptionally with {@link VerdictTimeoutException} if no event names the command within the client's verdict
     * timeout; it may still be carried out then.
     *
     * @throws IllegalStateException if the client was built without {@code verdicts(true)}
     * @since 0.1
     */
    public CompletableFuture<Verdict> verdict() {
        return Verdicts.wanted(verdict, "command " + id);
    }

    /**
     * The command's id.
     *
     * @since 0.1
     */
    @Override
    public String toString() {
        return "CommandHandle(" + id + ")";
    }
}
