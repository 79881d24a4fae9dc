package io.sluice.examples.patterns;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A shop whose mail server can be slow or away. */
final class ShopInMemory implements Shop {

    final List<Long> mailed = new CopyOnWriteArrayList<>();
    final List<String> stored = new CopyOnWriteArrayList<>();
    private final Map<Long, Invoice> invoices = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger slow = new AtomicInteger();
    private volatile boolean broken;

    void mailServerIsSlow(int times) {
        slow.set(times);
    }

    void mailServerIsBroken(boolean is) {
        broken = is;
    }

    void has(Invoice invoice) {
        invoices.put(invoice.id(), invoice);
    }

    @Override
    public Optional<Invoice> invoice(long id) {
        return Optional.ofNullable(invoices.get(id));
    }

    @Override
    public String mail(long invoice) throws IOException {
        if (broken) {
            throw new IllegalStateException("no such mailbox");
        }
        if (slow.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new SocketTimeoutException("no answer");
        }
        mailed.add(invoice);
        return "receipt of " + invoice;
    }

    @Override
    public String remind(String address, long openCents) {
        return address + " owes " + openCents;
    }

    @Override
    public long nextNumber(long invoice) {
        return numbers.incrementAndGet();
    }

    @Override
    public int store(String line) {
        stored.add(line);
        return stored.size();
    }
}
