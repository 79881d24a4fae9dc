package io.sluice.streams;

/**
 * What all tasks of an instance share.
 *
 * @param partitions how many partitions the trees are spread over
 * @param opening opens a partition's rules
 * @param clock where time comes in
 * @param wakeups who sends ticks
 * @param commits commit policies by thread
 * @param open tasks at work
 * @param counts what is counted
 * @param listeners who is told what was decided
 */
record Shell(
        int partitions,
        Rules.Opening opening,
        Clock clock,
        Wakeups wakeups,
        CommitPolicies commits,
        OpenPartitions open,
        ShellCounts counts,
        PartitionListener.Opening listeners) {}
