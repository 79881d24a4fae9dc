package io.sluice.streams;

/** One commit policy a stream thread: all tasks of a thread commit together, in one transaction. */
final class CommitPolicies {

    private final ThreadLocal<CommitPolicy> policies;

    CommitPolicies(ShellCounts counts) {
        this.policies = ThreadLocal.withInitial(() -> new CommitPolicy(counts));
    }

    CommitPolicy ofThisThread() {
        return policies.get();
    }
}
