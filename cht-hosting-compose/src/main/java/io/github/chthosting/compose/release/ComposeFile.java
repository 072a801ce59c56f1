package io.github.chthosting.compose.release;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.env.Interpolation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLReadFeature;

/** A compose file, read for what it asks for. Immutable. */
public final class ComposeFile {
  // A factory from a builder does not take an empty value for null, as a plain one does.
  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .enable(YAMLReadFeature.EMPTY_STRING_AS_NULL)
                  .build())
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Map<String, String> images;
  private final Map<String, ComposeVariable> variables;
  private final List<String> mounts;

  private ComposeFile(
      Map<String, String> images, Map<String, ComposeVariable> variables, List<String> mounts) {
    this.images = Collections.unmodifiableMap(images);
    this.variables = Collections.unmodifiableMap(variables);
    this.mounts = List.copyOf(mounts);
  }

  /**
   * Reads a file.
   *
   * @param name of the file, for messages
   * @throws HostingException if it is no YAML, or has no services with images; the message names
   *     the line
   */
  public static ComposeFile parse(String name, String text) {
    JsonNode root = tree(name, text);
    ComposeFile file = of(name, root);
    root.path("services").propertyNames().forEach(each -> file.requireImage(name, each));
    return file;
  }

  /**
   * Reads a file of an installation: it may add to the services of other files, such as a limit,
   * and then has no image of its own for them.
   *
   * @param name of the file, for messages
   * @throws HostingException if it is no YAML, or has no services
   */
  public static ComposeFile installed(String name, String text) {
    return of(name, tree(name, text));
  }

  private static ComposeFile of(String name, JsonNode root) {
    JsonNode services = root.path("services");
    if (!services.isObject() || services.isEmpty()) {
      throw failed(name, "has no services: it is not a compose file", null);
    }
    Map<String, String> images = new TreeMap<>();
    services
        .properties()
        .forEach(
            service -> {
              String image = service.getValue().path("image").asString("");
              if (!image.isEmpty()) {
                images.put(service.getKey(), image);
              }
            });
    Map<String, ComposeVariable> variables = new TreeMap<>();
    collect(root, variables);
    services.forEach(service -> inherited(service.path("environment"), variables));
    List<String> mounts = new ArrayList<>();
    services.forEach(
        service ->
            service
                .path("volumes")
                .forEach(
                    mount -> {
                      // The long form says itself whether a folder or a volume is meant.
                      if (mount.isString()) {
                        mounts.add(mount.asString(""));
                      }
                    }));
    return new ComposeFile(images, variables, mounts);
  }

  private static JsonNode tree(String name, String text) {
    try {
      return YAML.readTree(text);
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      String line = at == null ? "" : ", line " + at.getLineNr() + ",";
      String reason = e.getOriginalMessage().lines().findFirst().orElse("");
      throw failed(name, line + " is no YAML: " + reason, e);
    }
  }

  private void requireImage(String name, String service) {
    if (!images.containsKey(service)) {
      throw failed(name, "has no image for its service " + service, null);
    }
  }

  private static HostingException failed(String name, String what, @Nullable Throwable cause) {
    String message = (name + " " + what).replace(" ,", ",");
    return new HostingException("read " + name, message + "; nothing was changed", false, cause);
  }

  /** Values alone: Compose replaces no variables in keys, and YAML has no comments here. */
  private static void collect(JsonNode node, Map<String, ComposeVariable> variables) {
    if (node.isString()) {
      collect(node.asString(""), variables);
    }
    node.forEach(child -> collect(child, variables));
  }

  private static void collect(String text, Map<String, ComposeVariable> variables) {
    for (Interpolation.Use use : Interpolation.uses(text)) {
      String fallback = use.fallback();
      Set<String> fallbacks = fallback == null ? Set.of() : Set.of(fallback);
      boolean bare = fallback == null && !use.required();
      variables.merge(
          use.name(),
          new ComposeVariable(use.name(), fallbacks, use.required(), bare),
          ComposeVariable::and);
      if (fallback != null) {
        collect(fallback, variables);
      }
    }
  }

  /** A variable named without a value is handed on to the container. */
  private static void inherited(JsonNode environment, Map<String, ComposeVariable> variables) {
    if (environment.isArray()) {
      environment.forEach(
          entry -> {
            if (entry.isString() && entry.asString("").matches("\\w+")) {
              add(entry.asString(""), variables);
            }
          });
    }
    environment
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().isNull()) {
                add(entry.getKey(), variables);
              }
            });
  }

  private static void add(String name, Map<String, ComposeVariable> variables) {
    variables.merge(name, new ComposeVariable(name, Set.of(), false, true), ComposeVariable::and);
  }

  /** Returns the image of each service, variables not replaced. */
  public Map<String, String> images() {
    return images;
  }

  /** Puts the image of each service, variables replaced by these values, into {@code all}. */
  public void images(Map<String, String> values, Map<String, String> all) {
    images.forEach((service, image) -> all.put(service, Interpolation.apply(image, values::get)));
  }

  /** Returns the images, variables replaced by these values. */
  public List<String> images(Map<String, String> values) {
    return images.values().stream()
        .map(image -> Interpolation.apply(image, values::get))
        .distinct()
        .toList();
  }

  /**
   * Returns the sources of mounts that Compose refuses with these values: they are no paths, and so
   * names of volumes, which have no folders within.
   */
  public List<String> refusedMounts(Map<String, String> values) {
    return mounts.stream()
        .map(mount -> Interpolation.apply(mount, values::get).split(":", 2)[0])
        .filter(source -> source.matches("[^./~].*/.*"))
        .distinct()
        .toList();
  }

  /** Returns the variables that it uses, by name. */
  public Map<String, ComposeVariable> variables() {
    return variables;
  }
}
