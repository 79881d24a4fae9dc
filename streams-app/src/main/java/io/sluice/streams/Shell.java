package io.sluice.streams;

import io.sluice.wire.Wire;

/**
 * What all tasks of an instance share.
 *
 * @param partitions how many partitions the trees are spread over
 * @param opening opens a partition's rules
 * @param wire how records are read and written
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
        Wire wire,
        Clock clock,
        Wakeups wakeups,
        CommitPolicies commits,
        OpenPartitions open,
        ShellCounts counts,
        PartitionListener.Opening listeners) {}
