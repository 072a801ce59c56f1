package io.github.chthosting.http;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as all of our modules read and write it: newer servers may send properties that a record
 * does not know; text after the end, and a string where a number belongs, are errors; dates are ISO
 * 8601; strings reach 1 GB, which an attachment within a document can, names 1 MB, numbers a
 * million digits, and values nest 10,000 deep.
 */
public final class Json {
  private static final int MANY = 1_000_000;
  private static final int DEEPEST = 10_000;

  // Our files depend on these, so that none is left to the defaults of a version of Jackson.
  private static final JsonMapper MAPPER =
      JsonMapper.builder(factory())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(EnumFeature.READ_ENUMS_USING_TO_STRING)
          .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  private Json() {}

  /** Returns the mapper that all share. It is immutable and thread-safe. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  private static JsonFactory factory() {
    return JsonFactory.builder()
        // Names may be document ids, and are then too many to intern.
        .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxStringLength(1000 * MANY)
                .maxNumberLength(MANY)
                .maxNameLength(MANY)
                .maxNestingDepth(DEEPEST)
                .build())
        .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(DEEPEST).build())
        .build();
  }
}
