package io.sluice.app;

import io.sluice.app.meters.Meters;
import io.sluice.state.OrderedReads;
import io.sluice.streams.StreamInstance;
import io.sluice.streams.Vitals;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.IntStream;

/** What meters look at, of an instance that has joined. */
record Measured(StreamInstance streams) implements Meters.Source {

    @Override
    public boolean ready() {
        return streams.healthy() && streams.ready();
    }

    @Override
    public Vitals vitals() {
        return streams.vitals();
    }

    @Override
    public Collection<OrderedReads> stores() {
        return IntStream.range(0, streams.partitions())
                .mapToObj(streams::store)
                .flatMap(Optional::stream)
                .toList();
    }
}
