package io.github.chthosting.plan;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A plan as a journal keeps it: readable by a process that knows none of its steps. */
record StoredPlan(String title, List<StoredStep> steps, List<String> notes) {

  /**
   * A step as a journal keeps it.
   *
   * @param step its {@link StepName}
   * @param description for a person
   * @param arguments the record as JSON
   */
  record StoredStep(
      @JsonAlias("action") String step, String description, JsonNode arguments, Cost cost) {

    /** Journals before typed steps have an action, and no description. */
    StoredStep(String step, @Nullable String description, JsonNode arguments, Cost cost) {
      this.step = step;
      this.description = description == null ? step : description;
      this.arguments = arguments;
      this.cost = cost;
    }

    static StoredStep of(PlannedStep planned) {
      Step step = planned.step();
      return new StoredStep(
          StepHandlers.nameOf(step.getClass()),
          step.describe(),
          PlanJson.write(step),
          planned.cost());
    }
  }

  StoredPlan {
    steps = List.copyOf(steps);
    notes = List.copyOf(notes);
  }

  static StoredPlan of(Plan plan) {
    return new StoredPlan(
        plan.title(), plan.steps().stream().map(StoredStep::of).toList(), plan.notes());
  }

  /** Returns the plan again, carried out by {@code handlers}, if they know all of its steps. */
  Plan restore(StepHandlers handlers) {
    List<PlannedStep> restored = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (StoredStep stored : steps) {
      Class<? extends Step> type = handlers.type(stored.step());
      if (type == null) {
        reasons.add(StepHandlers.unknown(stored.step()));
      } else {
        restored.add(PlanJson.read(title, stored.arguments(), type).costing(stored.cost()));
      }
    }
    if (!reasons.isEmpty()) {
      throw new PlanRefusedException("go on with '" + title + "'", reasons);
    }
    return new Plan(title, restored, notes).carriedOutBy(handlers);
  }

  Cost cost() {
    return steps.stream().map(StoredStep::cost).reduce(Cost.FREE, Cost::plus);
  }

  /** Returns the hash of the title and of each step's name and arguments, estimates left out. */
  String id() {
    ArrayNode work = PlanJson.array().add(title);
    for (StoredStep step : steps) {
      ObjectNode each = work.addObject().put("step", step.step());
      each.set("arguments", withoutEstimates(step.arguments()));
    }
    byte[] hash = sha256().digest(work.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, 8);
  }

  private static JsonNode withoutEstimates(JsonNode arguments) {
    JsonNode copy = arguments.deepCopy();
    copy.findParents(Step.ESTIMATE).forEach(parent -> ((ObjectNode) parent).remove(Step.ESTIMATE));
    return copy;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(title).append(" (plan ").append(id()).append(")\n");
    int number = 1;
    for (StoredStep step : steps) {
      String line = PlannedStep.withCost(step.description(), step.cost());
      text.append("%4d. %s%n".formatted(number++, line.replace("\n", "\n      ")));
    }
    text.append(steps.isEmpty() ? "      nothing to do" : "      in all: " + cost());
    notes.forEach(note -> text.append('\n').append("note: ").append(note));
    return text.toString();
  }
}
