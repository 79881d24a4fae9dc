package io.sluice.it;

import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobHandle;
import io.sluice.sdk.JobRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Jobs drawn at random, the same ones for the same seed. */
final class Load {

    private final List<String> trees;
    private final RandomGenerator random;

    private Load(List<String> trees, long seed) {
        this.trees = trees;
        this.random = RandomGeneratorFactory.getDefault().create(seed);
    }

    /** Most do nothing, some take some milliseconds, some fail at first; spread over channels and priorities. */
    static Load mixed(List<String> trees) {
        long seed = RandomGenerator.getDefault().nextLong();
        System.out.println("the jobs' seed is " + seed);
        return new Load(trees, seed);
    }

    /** Submits so many jobs and waits until the broker has them. */
    List<JobHandle> submit(JobClient client, int jobs) {
        List<JobRequest<?>> requests = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            requests.add(next().tree(trees.get(random.nextInt(trees.size())))
                    .channel(random.nextBoolean() ? "root" : "root.part" + random.nextInt(3))
                    .priority(random.nextInt(5)));
        }
        return client.submitAll(requests).join();
    }

    private JobRequest<?> next() {
        return switch (random.nextInt(20)) {
            case 0 -> JobRequest.of(WorkerMain.FLAKY, 1 + random.nextInt(2));
            case 1, 2 -> JobRequest.of(WorkerMain.BUSY, 1 + random.nextInt(10));
            default -> JobRequest.of(WorkerMain.NOOP, null);
        };
    }
}
