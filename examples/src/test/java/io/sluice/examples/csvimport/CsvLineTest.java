package io.sluice.examples.csvimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CsvLineTest {

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void a_line_goes_through_json_and_back_with_its_order() throws JsonProcessingException {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("zeta", "1");
        fields.put("alpha \"x\"", "ö\n");
        CsvLine good = CsvLine.good(7, fields);
        CsvLine back = json.readValue(json.writeValueAsString(good), CsvLine.class);
        assertThat(back).isEqualTo(good);
        assertThat(back.fields().keySet()).containsExactly("zeta", "alpha \"x\"");
    }

    @Test
    void its_json_is_plain() throws JsonProcessingException {
        assertThat(json.writeValueAsString(CsvLine.broken(3, "not UTF-8", "a,")))
                .isEqualTo("{\"lineNumber\":3,\"fields\":{},\"problem\":\"not UTF-8\",\"raw\":\"a,\"}");
        assertThat(json.readValue("{\"lineNumber\":2,\"fields\":{\"a\":\"1\"}}", CsvLine.class))
                .isEqualTo(CsvLine.good(2, Map.of("a", "1")));
    }

    @Test
    void a_line_is_either_good_or_broken() {
        assertThatThrownBy(() -> new CsvLine(2, Map.of("a", "1"), "torn", ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CsvLine(2, Map.of(), "", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CsvLine.broken(0, "torn", "")).isInstanceOf(IllegalArgumentException.class);
    }
}
