package io.github.chthosting.platform;

import io.github.chthosting.ChtVersion;
import java.util.List;
import java.util.Optional;

/**
 * Where instances of the CHT run: a Docker engine, a Kubernetes cluster. Observing and planning
 * change nothing; a plan is carried out with {@link #changes}. Thread-safe.
 *
 * <pre>{@code
 * Plan plan = platform.planInstall(deployment);
 * System.out.println(plan);
 * plan.apply(Journal.in(folder), platform.changes()).await();
 * }</pre>
 *
 * <p>Calls throw {@link PlatformException} if what the instances run on cannot be asked.
 */
public interface HostingPlatform {

  /** Every instance of the CHT that is found there, stopped ones included, by name. */
  List<? extends HostedInstance> instances();

  /** The instance of that name, as it is now. */
  Optional<? extends HostedInstance> instance(String name);

  /**
   * What would be created or changed to have this deployment there; nothing to do if it is.
   *
   * @throws PlanRefusedException with every reason at once, if it cannot be done safely
   */
  Plan planInstall(Deployment deployment);

  /**
   * What brings an instance to another version, and back by itself if that fails; nothing to do if
   * it runs already.
   *
   * @param name of the instance
   * @throws PlanRefusedException with every reason at once, if it cannot be done safely, or there
   *     is no such instance
   */
  Plan planUpgrade(String name, ChtVersion version);

  /** Carries out every plan of this platform and of its instances. */
  StepRunner changes();
}
