package io.sluice.app.meters;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Gauges that have one row for each of some things, all read at once. A thing that is no longer there takes its rows along.
 *
 * @param <T> what is known about a thing
 */
final class Rows<T> {

    private final MeterRegistry registry;
    private final List<Column<T>> columns = new ArrayList<>();
    private Map<Tags, Cell<T>> cells = new HashMap<>();

    Rows(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Column<T>(MultiGauge gauge, ToDoubleFunction<T> value) {}

    /** What the gauges of one row look at: it stays, what is in it changes, so that nothing has to be registered anew. */
    private static final class Cell<T> {
        private volatile T now;

        Cell(T now) {
            this.now = now;
        }
    }

    /** One more gauge; where its value is NaN, there is no row. */
    Rows<T> gauge(String name, String unit, String help, ToDoubleFunction<T> value) {
        MultiGauge gauge =
                MultiGauge.builder(name).baseUnit(unit).description(help).register(registry);
        columns.add(new Column<>(gauge, value));
        return this;
    }

    /** One more gauge without a unit. */
    Rows<T> gauge(String name, String help, ToDoubleFunction<T> value) {
        return gauge(name, null, help, value);
    }

    /** These things are there now. */
    <K> void set(Map<K, T> things, Function<K, Tags> label) {
        Map<Tags, Cell<T>> next = new HashMap<>();
        things.forEach((key, thing) -> {
            Tags tags = label.apply(key);
            Cell<T> cell = cells.getOrDefault(tags, new Cell<>(thing));
            cell.now = thing;
            next.put(tags, cell);
        });
        cells = next;
        columns.forEach(this::show);
    }

    private void show(Column<T> column) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        cells.forEach((tags, cell) -> {
            if (!Double.isNaN(column.value().applyAsDouble(cell.now))) {
                rows.add(MultiGauge.Row.of(tags, cell, each -> column.value().applyAsDouble(each.now)));
            }
        });
        column.gauge().register(rows, false);
    }
}
