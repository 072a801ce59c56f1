package io.github.chthosting.couchdb.internal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.internal.rows.CanonicalHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalHashTest {
  private static String hash(String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    CanonicalHash hash = new CanonicalHash();
    hash.document(bytes, 0, bytes.length, true);
    return "%016x%016x".formatted(hash.a(), hash.b());
  }

  private static String nested(int levels, String open, String close, String inner) {
    return "{\"a\":" + open.repeat(levels) + inner + close.repeat(levels) + "}";
  }

  /** CouchDB takes 20,000 levels and more. */
  @ParameterizedTest
  @ValueSource(ints = {1_001, 20_000, 1_000_000})
  void nestingHasNoLimitThatCouchDbHasNot(int levels) throws IOException {
    assertThat(hash(nested(levels, "[", "]", "1")))
        .isNotEqualTo(hash(nested(levels, "[", "]", "2")));
    assertThat(hash(nested(levels, "{\"b\":", "}", "1")))
        .isNotEqualTo(hash(nested(levels - 1, "{\"b\":", "}", "1")));
  }

  @Test
  void anEndlessNestingIsRefused() {
    assertThatThrownBy(() -> hash(nested(4_000_000, "[", "]", "1")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than 4000000 levels");
  }

  @Test
  void numbersOfAnyLengthAreRead() throws IOException {
    String digits = "1" + "7".repeat(999_999);
    assertThat(hash("{\"n\":" + digits + "}")).isNotEqualTo(hash("{\"n\":" + digits + "7}"));
    assertThat(hash("{\"n\":-" + digits + "}")).isNotEqualTo(hash("{\"n\":" + digits + "}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1,\"b\":[1,2]}|{ \"b\" : [ 1.0 , 2 ] , \"a\" : 1e0 }",
        "{\"a\":{\"x\":null,\"y\":[]}}|{\"a\":{\"y\":[],\"x\":null}}",
        "{\"a\":\"é\"}|{\"\\u0061\":\"\\u00e9\"}",
        "{\"_revisions\":{\"start\":1},\"a\":{}}|{\"a\":{}}"
      })
  void whatSaysTheSameHasOneHash(String one, String other) throws IOException {
    assertThat(hash(one)).isEqualTo(hash(other));
  }

  /** The hash is that which baselines of earlier versions hold. */
  @Test
  void theHashOfADocumentStaysTheSame() throws IOException {
    assertThat(
            hash(
                "{\"_id\":\"a\",\"x\":[1,{\"y\":[],\"z\":{}},\"é\",-1.50,true,null],"
                    + "\"_attachments\":{\"f\":{\"length\":3,\"stub\":true}}}"))
        .isEqualTo("be85059eb3b93c4aa60631a6d9130f0e");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}}",
        "{\"a\"}",
        "{\"a\":1,}",
        "{\"a\":[1,]}",
        "{\"a\":[1 2]}",
        "{,}",
        "{\"a\":[}",
        "{\"a\":{]}",
        "{\"a\":}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":[,1]}",
        "{\"a\":01x}"
      })
  void whatIsNoDocumentIsRefused(String text) {
    assertThatThrownBy(() -> hash(text)).isInstanceOf(IOException.class);
  }
}
