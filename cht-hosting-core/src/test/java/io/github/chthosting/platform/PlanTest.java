package io.github.chthosting.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final Step MOVE =
      new Step(
          "move-shards",
          Map.of("db", "medic", "add", "00-1f@b"),
          new Cost(1500, 3000, Duration.ofSeconds(2), Risk.REDUNDANT));

  @Test
  void itPrintsEachStepWithItsCostAndTheSum() {
    Plan plan = new Plan("rebalance", List.of(MOVE), List.of("views are warmed"));
    assertThat(plan)
        .hasToString(
            """
            rebalance (plan %s)
               1. move-shards add=00-1f@b db=medic  [1.5 kB, 2 s, REDUNDANT]
                  in all: 1.5 kB, 2 s, REDUNDANT
            note: views are warmed"""
                .formatted(plan.id())
                .replace("                  in all", "      in all"));
  }

  @Test
  void anEmptyPlanSaysSo() {
    assertThat(new Plan("rebalance", List.of()).toString()).endsWith("nothing to do");
  }

  @Test
  void theIdIsOfTheWorkNotOfItsCost() {
    Plan plan = new Plan("x", List.of(MOVE));
    Plan dearer = new Plan("x", List.of(new Step(MOVE.action(), MOVE.arguments(), Cost.FREE)));
    Plan other = new Plan("x", List.of(new Step(MOVE.action(), Map.of("db", "m"), MOVE.cost())));
    assertThat(dearer.id()).isEqualTo(plan.id());
    assertThat(other.id()).isNotEqualTo(plan.id());
  }

  @Test
  void aRefusalHasEveryReason() {
    assertThat(new PlanRefusedException("drain of a", List.of("b is down", "c is full")))
        .hasMessage("drain of a refused: b is down; c is full. Nothing was changed.");
  }

  @Test
  void aMissingArgumentIsNamed() {
    assertThatThrownBy(() -> MOVE.argument("from"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no argument from");
  }

  @Test
  void bytesAreReadable() {
    assertThat(List.of(Cost.words(0), Cost.words(999), Cost.words(1_000_000), Cost.words(999_999)))
        .containsExactly("0 B", "999 B", "1.0 MB", "1.0 MB");
  }
}
