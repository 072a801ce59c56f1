package io.github.chthosting.instance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The progress of api's start.
 *
 * @param completed whether api serves users
 * @param actions in the order in which the server lists them
 */
public record StartupProgress(boolean completed, List<Action> actions) {

  /**
   * A part of the start.
   *
   * @param name such as {@code checks}, {@code index} or {@code migrate}
   * @param started whether it has begun
   * @param completed whether it is over
   * @param text what the page shows to users; empty if nothing
   */
  public record Action(String name, boolean started, boolean completed, Optional<String> text) {}

  public StartupProgress {
    actions = List.copyOf(actions);
  }

  static StartupProgress of(JsonNode json) {
    List<Action> actions = new ArrayList<>();
    json.path("actions")
        .properties()
        .forEach(each -> actions.add(action(each.getKey(), each.getValue())));
    return new StartupProgress(json.path("completed").asBoolean(false), actions);
  }

  private static Action action(String name, JsonNode json) {
    return new Action(
        name,
        json.path("started").asBoolean(false),
        json.path("completed").asBoolean(false),
        DeployInfo.text(json, "text"));
  }

  /** Returns {@code "starting: index"}, or {@code "serves users"}. */
  @Override
  public String toString() {
    if (completed) {
      return "serves users";
    }
    List<String> now =
        actions.stream()
            .filter(each -> each.started() && !each.completed())
            .map(Action::name)
            .toList();
    return "starting" + (now.isEmpty() ? "" : ": " + String.join(", ", now));
  }
}
