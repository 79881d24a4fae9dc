package io.sluice.streams;

import io.sluice.core.Carry;
import io.sluice.core.Cause;
import io.sluice.core.Command;
import io.sluice.core.Output;
import io.sluice.core.Scheduler;
import io.sluice.core.SoftFacts;
import io.sluice.cron.CronCalendar;
import io.sluice.state.HeldStore;
import io.sluice.state.OrderedReads;
import io.sluice.state.OrderedStore;
import io.sluice.state.StoredState;
import java.util.OptionalLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** The rules of one partition as the shell calls them: {@link Scheduler}, or a test's stand-in that throws. */
interface Rules {

    /** Handles one command wholly or, when it throws, not at all. */
    Output handle(Command command, Cause cause, long now);

    /** Releases at most that many jobs. */
    Output release(long now, int max);

    /** After {@link #release} threw because of a bug: pauses the channel that it was about, if it was about one. */
    Output releaseThrew(RuntimeException thrown, long now);

    /** When a tick is wanted, in the partition's time. */
    OptionalLong nextWakeup();

    /** What is known of the workers and not stored, for those who ask from another thread. */
    SoftFacts softFacts();

    /** The rules over a partition's state. */
    static Rules of(Scheduler scheduler) {
        return new Rules() {
            @Override
            public Output handle(Command command, Cause cause, long now) {
                return scheduler.handle(command, cause, now);
            }

            @Override
            public Output release(long now, int max) {
                return scheduler.release(now, max);
            }

            @Override
            public Output releaseThrew(RuntimeException thrown, long now) {
                return scheduler.releaseThrew(thrown, now);
            }

            @Override
            public OptionalLong nextWakeup() {
                return scheduler.nextWakeup();
            }

            @Override
            public SoftFacts softFacts() {
                return scheduler.softFacts();
            }
        };
    }

    /** Opens the state of a partition when its task starts. */
    @FunctionalInterface
    interface Opening {

        /**
         * The real rules over the real state.
         *
         * @param partitions how many partitions the trees are spread over
         * @param leaseMs lease time, in milliseconds
         * @param carry how often what lives is written again
         */
        static Opening stored(int partitions, long leaseMs, Carry carry) {
            return (store, partition) -> {
                HeldStore held = new HeldStore(new RocksStore(store));
                StoredState state = Opening.state(held, partitions);
                // Also where nothing is ever committed it is known for how many partitions this is.
                held.write();
                Scheduler scheduler = new Scheduler(
                        state,
                        new Scheduler.Settings(partition, leaseMs, true, Failures::isOurs, carry),
                        new CronCalendar());
                return new Opened(Rules.of(scheduler), state.clock(), held, held::write);
            };
        }

        private static StoredState state(OrderedStore store, int partitions) {
            try {
                return StoredState.open(store, partitions);
            } catch (IllegalStateException e) {
                throw new StartRefusedException(e.getMessage(), e);
            }
        }

        /** @throws StartRefusedException if the store was built with another number of partitions */
        Opened open(KeyValueStore<Bytes, byte[]> store, int partition);
    }

    /**
     * A partition's rules and where its time had come to.
     *
     * @param rules the rules
     * @param clock the last time that is stored, in milliseconds since the epoch; 0: none
     * @param reads what is stored and what is to be, for this thread
     * @param beforeCommit writes to the store what was decided and is still held in memory
     */
    record Opened(Rules rules, long clock, OrderedReads reads, Runnable beforeCommit) {}
}
