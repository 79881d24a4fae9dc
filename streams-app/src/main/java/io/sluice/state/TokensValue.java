package io.sluice.state;

import io.sluice.core.Tokens;
import io.sluice.core.Tokens.Taken;
import java.util.ArrayList;
import java.util.List;

/** Releases of a throttled channel, as CHANNEL keeps them: times as the time since the one before. */
final class TokensValue {

    private TokensValue() {}

    static void write(ValueWriter writer, Tokens tokens) {
        long[] before = {0};
        writer.list(tokens.taken(), (each, one) -> {
            each.number(one.first() - before[0])
                    .number(one.last() - one.first())
                    .number(one.count());
            before[0] = one.last();
        });
    }

    static Tokens read(ValueReader reader) {
        int count = reader.smallNumber();
        List<Taken> taken = new ArrayList<>();
        long before = 0;
        for (int i = 0; i < count; i++) {
            long first = before + reader.number();
            long last = first + reader.number();
            taken.add(new Taken(first, last, reader.smallNumber()));
            before = last;
        }
        return count == 0 ? Tokens.NONE : new Tokens(List.copyOf(taken));
    }
}
