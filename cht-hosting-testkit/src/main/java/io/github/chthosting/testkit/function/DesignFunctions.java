package io.github.chthosting.testkit.function;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Functions in Java that answer for the JavaScript of design documents, in every database that has
 * such a design document. Thread-safe; a function may be set again.
 *
 * <p>A design document names the function; what JavaScript it holds does not matter. Of a name with
 * no function here: views and filters answer 500 {@code unregistered_function}, and {@code
 * validate_doc_update} accepts everything. Reduce functions are the built-in ones; update functions
 * are not served.
 */
public final class DesignFunctions {
  private final Map<String, MapFunction> maps = new ConcurrentHashMap<>();
  private final Map<String, FilterFunction> filters = new ConcurrentHashMap<>();
  private final Map<String, ValidateFunction> validations = new ConcurrentHashMap<>();

  /** Creates a set without functions. */
  public DesignFunctions() {}

  /**
   * Sets the map function of a view.
   *
   * @param design without {@code _design/}
   */
  public DesignFunctions map(String design, String view, MapFunction function) {
    maps.put(key(design, view), function);
    return this;
  }

  /** Sets a filter of {@code _changes}. */
  public DesignFunctions filter(String design, String filter, FilterFunction function) {
    filters.put(key(design, filter), function);
    return this;
  }

  /** Sets {@code validate_doc_update} of a design document. */
  public DesignFunctions validate(String design, ValidateFunction function) {
    validations.put(design, function);
    return this;
  }

  /** Returns the map function of a view. */
  public Optional<MapFunction> map(String design, String view) {
    return Optional.ofNullable(maps.get(key(design, view)));
  }

  /** Returns a filter of {@code _changes}. */
  public Optional<FilterFunction> filter(String design, String filter) {
    return Optional.ofNullable(filters.get(key(design, filter)));
  }

  /** Returns the {@code validate_doc_update} of a design document. */
  public Optional<ValidateFunction> validation(String design) {
    return Optional.ofNullable(validations.get(design));
  }

  /** Returns whether any {@code validate_doc_update} is set. */
  public boolean hasValidations() {
    return !validations.isEmpty();
  }

  private static String key(String design, String name) {
    return design + '/' + name;
  }
}
