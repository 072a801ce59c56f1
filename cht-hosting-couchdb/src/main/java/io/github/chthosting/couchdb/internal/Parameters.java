package io.github.chthosting.couchdb.internal;

import io.github.chthosting.http.Call;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Query parameters, in the order in which they were given. Immutable.
 *
 * @param values by name, not encoded
 */
public record Parameters(Map<String, Object> values) {
  /** The empty set of parameters. */
  public static final Parameters NONE = new Parameters(Map.of());

  public Parameters {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** A copy with this parameter added or replaced. */
  public Parameters with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Parameters(more);
  }

  /** A copy without this parameter. */
  public Parameters without(String name) {
    Map<String, Object> fewer = new LinkedHashMap<>(values);
    fewer.remove(name);
    return new Parameters(fewer);
  }

  /** One of them as text. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).map(Object::toString);
  }

  /** {@code call} with all of them. */
  public Call addTo(Call call) {
    Call result = call;
    for (Map.Entry<String, Object> parameter : values.entrySet()) {
      result = result.query(parameter.getKey(), parameter.getValue());
    }
    return result;
  }
}
