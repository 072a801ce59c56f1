package io.github.chthosting.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * JSON as all of our modules read and write it: newer servers may send properties that a record
 * does not know; text after the end, and a string where a number belongs, are errors; dates are ISO
 * 8601; strings reach 1 GB, which an attachment within a document can, names 1 MB, and values nest
 * 10,000 deep.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(factory())
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  private Json() {}

  /** The one that all share: thread-safe as long as nobody configures it. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  private static JsonFactory factory() {
    return new JsonFactoryBuilder()
        // Names may be document ids, and are then too many to intern.
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxStringLength(1_000_000_000)
                .maxNameLength(1_000_000)
                .maxNestingDepth(10_000)
                .build())
        .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(10_000).build())
        .build();
  }
}
