package io.sluice.web;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The first rows of a list, and where the next page begins.
 *
 * @param rows at most as many as were asked for
 * @param next the token of the next page: the name of the last row; none: there are no more
 */
record Page<T>(List<T> rows, Optional<String> next) {

    /** @param rows in their order; more than the limit if there are more */
    static <T> Page<T> of(List<T> rows, int limit, Function<T, String> name) {
        return of(rows, limit, false, name);
    }

    /** @param more whether others, who all come behind these, were left out */
    static <T> Page<T> of(List<T> rows, int limit, boolean more, Function<T, String> name) {
        List<T> page = List.copyOf(rows.subList(0, Math.min(limit, rows.size())));
        boolean isLast = rows.size() <= limit && !more;
        return new Page<>(page, isLast || page.isEmpty() ? Optional.empty() : Optional.of(name.apply(page.getLast())));
    }
}
