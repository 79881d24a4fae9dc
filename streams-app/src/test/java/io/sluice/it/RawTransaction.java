package io.sluice.it;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.TxnOffsetCommitRequest;

/**
 * Opens transactions behind the coordinator's back, as they are left when their end markers were not written. The broker must
 * run with {@link #UNVERIFIED} false.
 *
 * @param bootstrapServers one broker
 * @param transactionalId whose transaction it is
 * @param producerId the producer's, as the coordinator knows it
 * @param epoch the same
 */
record RawTransaction(String bootstrapServers, String transactionalId, long producerId, short epoch) {

    static final String UNVERIFIED = "transaction.partition.verification.enable";

    /** The last version for clients whose partitions the broker does not add to the transaction itself. */
    private static final short PRODUCE = 11;

    private static final short TXN_OFFSET_COMMIT = 4;

    /** Writes one record. */
    void write(TopicPartition to) throws IOException {
        MemoryRecords records = MemoryRecords.withTransactionalRecords(
                Compression.NONE, producerId, epoch, 0, new SimpleRecord(new byte[] {1}, new byte[] {1}));
        ProduceRequestData data = new ProduceRequestData()
                .setTransactionalId(transactionalId)
                .setAcks((short) -1)
                .setTimeoutMs(5000);
        data.topicData()
                .add(new ProduceRequestData.TopicProduceData()
                        .setName(to.topic())
                        .setPartitionData(List.of(new ProduceRequestData.PartitionProduceData()
                                .setIndex(to.partition())
                                .setRecords(records))));
        send(ApiKeys.PRODUCE, PRODUCE, new ProduceRequest.Builder(PRODUCE, PRODUCE, data).build(PRODUCE));
    }

    /** Leaves an offset of the group pending. */
    void offset(String group, TopicPartition of) throws IOException {
        TxnOffsetCommitRequestData data = new TxnOffsetCommitRequestData()
                .setTransactionalId(transactionalId)
                .setGroupId(group)
                .setProducerId(producerId)
                .setProducerEpoch(epoch)
                .setTopics(List.of(new TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic()
                        .setName(of.topic())
                        .setPartitions(List.of(new TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition()
                                .setPartitionIndex(of.partition())
                                .setCommittedOffset(0)))));
        send(ApiKeys.TXN_OFFSET_COMMIT, TXN_OFFSET_COMMIT, new TxnOffsetCommitRequest(data, TXN_OFFSET_COMMIT));
    }

    private void send(ApiKeys api, short version, AbstractRequest request) throws IOException {
        ByteBuffer bytes = request.serializeWithHeader(new RequestHeader(api, version, "raw", 1));
        String[] address = bootstrapServers.split(":");
        try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]))) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(bytes.remaining());
            out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            out.flush();
            // What it says is of no interest here: whether the transaction is open, the test asks by itself.
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.readNBytes(in.readInt());
        }
    }
}
