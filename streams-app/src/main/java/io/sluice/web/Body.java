package io.sluice.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;

/** The body of a request: bounded, and one JSON object. */
final class Body {

    private static final int MIB = 1024 * 1024;

    /** Payloads are at most 512 KiB. */
    static final int MOST = MIB;

    /** A flow is. */
    static final int MOST_OF_FLOW = 4 * MIB;

    private static final int MOST_READ_ON = 16 * MIB;

    private static final String READ = Body.class.getName();

    /** Numbers of payloads come out as they went in. */
    private static final ObjectReader STRICT = Answers.json()
            .reader()
            .with(new JsonNodeFactory(true))
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private Body() {}

    /** The fields; nothing at all is an object without any. */
    static Fields fields(Context request, int most) {
        byte[] bytes = bytes(request, most);
        try {
            JsonNode body = STRICT.readTree(bytes);
            return Fields.of(body.isMissingNode() ? STRICT.createObjectNode() : body, "the body");
        } catch (JsonProcessingException e) {
            throw ApiProblem.badRequest(
                    "the body is no JSON: " + e.getOriginalMessage(), "send one JSON object, in UTF-8");
        } catch (IOException e) {
            throw ApiProblem.badRequest("the body ended too soon", "send it again");
        }
    }

    /** As they came; what is forwarded is read twice. */
    static byte[] bytes(Context request, int most) {
        byte[] before = request.attribute(READ);
        if (before != null) {
            return before;
        }
        try (InputStream in = request.bodyInputStream()) {
            byte[] bytes = request.contentLength() > most ? new byte[0] : in.readNBytes(most + 1);
            if (request.contentLength() > most || bytes.length > most) {
                readOn(in);
                throw tooLarge(most);
            }
            request.attribute(READ, bytes);
            return bytes;
        } catch (IOException e) {
            throw ApiProblem.badRequest("the body ended too soon", "send it again");
        }
    }

    /** Who still sends would see a broken connection instead of the answer. What is larger by far is not waited for. */
    private static void readOn(InputStream in) throws IOException {
        byte[] dropped = new byte[64 * 1024];
        long left = MOST_READ_ON;
        int read = 0;
        while (read >= 0 && left > 0) {
            left -= read;
            read = in.read(dropped);
        }
    }

    private static ApiProblem tooLarge(int most) {
        return ApiProblem.tooLarge(
                "the body is larger than " + most / MIB + " MiB",
                "send less: payloads should name large data, not hold it; many jobs go into several requests");
    }
}
