package io.sluice.devcluster;

import java.util.stream.IntStream;

/** One broker and controller in one: its id in the cluster, its two ports, its folder. */
record Node(int id, int port, int controllerPort, DataFolder folder) {

    static final String CONTROLLER_LISTENER = "CONTROLLER";

    /** The only node of its cluster. Takes the controller's port by itself. */
    static Node single(BrokerSettings settings) {
        DataFolder folder = new DataFolder(settings.dataDirectory());
        int port = Ports.take(settings.port());
        // Nobody listens on the broker's port yet, so it may be drawn again.
        int controllerPort = IntStream.generate(Ports::free)
                .filter(free -> free != port)
                .findFirst()
                .getAsInt();
        return new Node(1, port, controllerPort, folder);
    }

    String bootstrapServer() {
        return Ports.LOOPBACK + ":" + port;
    }

    String listeners() {
        return "PLAINTEXT://" + bootstrapServer() + "," + CONTROLLER_LISTENER + "://" + controllerAddress();
    }

    String voter() {
        return id + "@" + controllerAddress();
    }

    private String controllerAddress() {
        return Ports.LOOPBACK + ":" + controllerPort;
    }
}
