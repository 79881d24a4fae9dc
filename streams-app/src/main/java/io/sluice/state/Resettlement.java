package io.sluice.state;

import io.sluice.state.OrderedStore.Write;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Trees that move from one state into another, as they do when they are spread over more partitions. Workers and timers stay
 * behind, for no event tells them.
 *
 * <p>Each partition numbers the channels files that came to it. Where several come together their numbers mean nothing any more:
 * the text of the one with the most files holds, counts as the first file, and of what was set live what still counted goes on.
 *
 * @since 0.1
 */
public final class Resettlement {

    private static final int TOGETHER = 500;

    private static final Set<Index> STAY = EnumSet.of(Index.META, Index.WORKER, Index.TIMER);

    private final OrderedStore into;
    private final List<Write> writes = new ArrayList<>();

    private Resettlement(OrderedStore into) {
        this.into = into;
    }

    /**
     * Copies trees.
     *
     * @param from the states in which they are
     * @param trees which of them
     * @param into an empty state
     */
    public static void move(List<? extends OrderedReads> from, Predicate<String> trees, OrderedStore into) {
        Resettlement moving = new Resettlement(into);
        FileValue file = moving.file(from);
        moving.clock(from);
        for (OrderedReads one : from) {
            FileValue before = FileValue.read(one.get(Keys.fileText()));
            for (Index index : Index.values()) {
                if (!STAY.contains(index)) {
                    KeyRange all = Keys.all(index);
                    one.forEach(all.from(), all.to(), entry -> moving.take(index, entry, trees, before, file));
                }
            }
        }
        moving.write();
    }

    private FileValue file(List<? extends OrderedReads> from) {
        FileValue newest = from.stream()
                .map(one -> FileValue.read(one.get(Keys.fileText())))
                .max(Comparator.comparingLong(FileValue::number))
                .orElse(FileValue.NONE);
        if (newest.number() == 0) {
            return FileValue.NONE;
        }
        FileValue first = FileValue.NONE.changedTo(newest.text());
        writes.add(new Write.Put(Keys.fileText(), first.write()));
        return first;
    }

    /** Time goes on from the latest of them. */
    private void clock(List<? extends OrderedReads> from) {
        from.stream()
                .map(one -> one.get(Keys.clock()))
                .flatMap(Optional::stream)
                .max(Comparator.comparingLong(bytes -> ByteBuffer.wrap(bytes).getLong()))
                .ifPresent(latest -> writes.add(new Write.Put(Keys.clock(), latest)));
    }

    private void take(
            Index index, OrderedReads.Entry entry, Predicate<String> trees, FileValue before, FileValue after) {
        String tree = Keys.treeOf(entry.key());
        if (!trees.test(tree)) {
            return;
        }
        byte[] value = index == Index.CHANNEL ? channel(tree, entry, before, after) : entry.value();
        writes.add(new Write.Put(entry.key(), value));
        if (writes.size() == TOGETHER) {
            write();
        }
    }

    private static byte[] channel(String tree, OrderedReads.Entry entry, FileValue before, FileValue after) {
        ChannelRecord channel = ChannelRecord.read(entry.key(), entry.value());
        channel.own().ifPresent(said -> {
            if (before.leaves(tree, channel.path, channel.ownSince())) {
                channel.configure(said, after.number());
            } else {
                channel.followFile();
            }
        });
        return channel.write();
    }

    private void write() {
        into.putAll(writes);
        writes.clear();
    }
}
