package io.sluice.state;

import io.sluice.core.ActiveBundle;
import io.sluice.core.ActiveBundle.Member;
import io.sluice.core.BundleId;
import io.sluice.core.ChannelPath;
import io.sluice.core.Members;
import io.sluice.core.Place;
import java.util.List;
import java.util.UUID;

/**
 * The value of ACTIVE: all of an {@link ActiveBundle} but its id and channel, which are the key; and the value of REST, which
 * {@link BundleRecords} lays over it.
 */
final class BundleValue {

    private static final int VERSION = 1;

    private BundleValue() {}

    static byte[] write(ActiveBundle bundle) {
        return ValueWriter.version(VERSION)
                .text(bundle.type())
                .text(bundle.topic())
                .number(bundle.releasedAt())
                .list(bundle.members(), BundleValue::writeMember)
                .list(bundle.claimants(), ValueWriter::text)
                .number(bundle.startedAt() + 1)
                .toBytes();
    }

    static ActiveBundle read(byte[] key, byte[] bytes) {
        BundleId id = Keys.bundleOf(key);
        ChannelPath channel = Keys.channelOf(key);
        ValueReader reader = ValueReader.version(VERSION, bytes);
        String type = reader.text();
        String topic = reader.text();
        long releasedAt = reader.number();
        List<Member> members = reader.list(BundleValue::readMember);
        List<String> claimants = reader.list(ValueReader::text);
        return new ActiveBundle(id, channel, type, topic, releasedAt, members, claimants, reader.number() - 1);
    }

    /** The value of REST: what of a bundle may change after its release. */
    static byte[] writeRest(ActiveBundle bundle) {
        Members members = (Members) bundle.members();
        return ValueWriter.version(VERSION)
                .number(members.untouched())
                .list(members.changed(), BundleValue::writeMember)
                .list(bundle.claimants(), ValueWriter::text)
                .number(bundle.startedAt() + 1)
                .toBytes();
    }

    /** @param named the bundle as ACTIVE has it */
    static ActiveBundle readRest(ActiveBundle named, byte[] bytes) {
        ValueReader reader = ValueReader.version(VERSION, bytes);
        int untouched = reader.smallNumber();
        List<Member> members = Members.of(reader.list(BundleValue::readMember), named.members(), untouched);
        List<String> claimants = reader.list(ValueReader::text);
        return new ActiveBundle(
                named.id(),
                named.channel(),
                named.type(),
                named.topic(),
                named.releasedAt(),
                members,
                claimants,
                reader.number() - 1);
    }

    private static void writeMember(ValueWriter writer, Member member) {
        writer.bytes(ValueWriter.block()
                .uuid(member.job())
                .number(member.run())
                .number(member.attempt())
                .signed(member.place().priority())
                .number(member.place().seq())
                .flag(member.cancelAsked())
                .text(member.why())
                .flag(member.changed())
                .optional(member.progress(), StatusValue::writeProgress)
                .toBytes());
    }

    private static Member readMember(ValueReader reader) {
        ValueReader block = ValueReader.block(reader.bytes());
        UUID job = block.uuid();
        int run = block.smallNumber();
        int attempt = block.smallNumber();
        Place place = new Place((int) block.signed(), block.number());
        return new Member(
                job,
                run,
                attempt,
                place,
                block.flag(),
                block.text(),
                block.flag(),
                block.optional(StatusValue::readProgress));
    }
}
