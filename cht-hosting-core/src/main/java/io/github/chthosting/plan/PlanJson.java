package io.github.chthosting.plan;

import io.github.chthosting.http.Json;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.deser.std.FromStringDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.ser.std.ToStringSerializer;

/** Steps and lines of a journal as JSON. */
final class PlanJson {
  /** A record is its components alone; maps are in order, so that equal plans have equal ids. */
  static final JsonMapper MAPPER =
      Json.mapper()
          .rebuild()
          .addModule(pathsAsWritten())
          .enable(MapperFeature.INFER_RECORD_GETTERS_FROM_COMPONENTS_ONLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  /** Components that are missing or unknown show that another version wrote the step. */
  private static final ObjectReader STRICT =
      MAPPER
          .reader()
          .with(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private PlanJson() {}

  /**
   * Jackson writes a path as a URI, made absolute, with a slash at its end if the folder is there:
   * the same step would be another one once its folder has been made.
   */
  private static SimpleModule pathsAsWritten() {
    return new SimpleModule()
        .addSerializer(Path.class, ToStringSerializer.instance)
        .addDeserializer(Path.class, new PathAsWritten());
  }

  private static final class PathAsWritten extends FromStringDeserializer<Path> {
    PathAsWritten() {
      super(Path.class);
    }

    @Override
    protected Path _deserialize(String text, DeserializationContext context) {
      return Path.of(text);
    }

    @Override
    protected Path _deserializeFromEmptyString(DeserializationContext context) {
      return Path.of("");
    }
  }

  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  static JsonNode write(Step step) {
    return MAPPER.valueToTree(step);
  }

  /** Returns the step again; a journal of another version may hold what this one cannot read. */
  static Step read(String title, JsonNode arguments, Class<? extends Step> type) {
    try {
      return STRICT.forType(type).readValue(arguments);
    } catch (JacksonException e) {
      throw new PlanRefusedException(
          "go on with '" + title + "'",
          List.of(
              "its step '%s' cannot be read (%s): finish it with the version that began it"
                  .formatted(StepHandlers.nameOf(type), e.getOriginalMessage())));
    }
  }
}
