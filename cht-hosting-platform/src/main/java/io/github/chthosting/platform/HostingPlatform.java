package io.github.chthosting.platform;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.Operation;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import java.util.List;
import java.util.Optional;

/**
 * A place where instances of the CHT run: a Docker engine, a Kubernetes cluster. Observing and
 * planning change nothing; a plan is carried out by {@link Plan#apply}. Thread-safe.
 *
 * <pre>{@code
 * Plan plan = platform.planInstall(deployment);
 * System.out.println(plan);
 * plan.apply(Journal.in(folder)).await();
 * }</pre>
 *
 * <p>Calls throw {@link PlatformException} if what the instances run on cannot be asked.
 */
public interface HostingPlatform {

  /** Returns every instance of the CHT that is found there, stopped ones included, by name. */
  List<? extends HostedInstance> instances();

  /** Returns the instance of that name, as it is now. */
  Optional<? extends HostedInstance> instance(String name);

  /**
   * Returns what would be created or changed to have this deployment there; nothing to do if it is.
   *
   * @param deployment of this platform's kind
   * @throws PlanRefusedException with every reason at once, if it cannot be done safely, or the
   *     deployment is of another platform's kind
   */
  Plan planInstall(Deployment deployment);

  /**
   * Returns what brings an instance to another version, and back by itself if that fails; nothing
   * to do if it runs already.
   *
   * @param name of the instance
   * @throws PlanRefusedException with every reason at once, if it cannot be done safely, or there
   *     is no such instance
   */
  Plan planUpgrade(String name, ChtVersion version);

  /**
   * Goes on with the plan of this platform, or of one of its instances, that {@code journal} holds
   * unfinished; returns 0 at once if there is none.
   *
   * @return the number of steps done now
   * @throws PlanRefusedException if the plan is of something else
   */
  Operation<Integer> resume(Journal journal);

  /**
   * Takes back the step that was begun and is not done, and gives the plan up that {@code journal}
   * holds unfinished. Steps that are done stay done: each left everything whole.
   *
   * @return whether there was something to give up
   * @throws PlanRefusedException if the plan is of something else
   */
  Operation<Boolean> rollBack(Journal journal);
}
