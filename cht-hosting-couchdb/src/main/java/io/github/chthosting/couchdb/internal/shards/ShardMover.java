package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.StepHandler;

/**
 * Moves copies of ranges between nodes while the database is in use.
 *
 * <p>A copy is filled before it enters the map; it enters when every node can be told; it is proven
 * equal before the old one leaves; what was written to the old one meanwhile is brought home;
 * tokens of {@code _changes} from before go on. {@code docs/shards.md} says how.
 */
public record ShardMover(Wire wire, MoveSettings settings) implements StepHandler<MoveShards> {
  @Override
  public void run(MoveShards step, Marks marks, WorkContext context) {
    new MoveRun(wire, step, settings, marks, context).run();
  }

  /** Takes back a move that has not yet taken a copy out of the map. */
  @Override
  public void rollBack(MoveShards step, Marks marks, WorkContext context) {
    new MoveRun(wire, step, settings, marks, context).rollBack();
  }
}
